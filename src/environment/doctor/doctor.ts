import { defaultCacheDir } from '../../binaries/cache-folder.ts';
import type { Profile, ProfileVersion } from '../../profile/schema.ts';
import { checkCacheIntegrity } from './cache-integrity.ts';
import type { Check, CheckContext } from './check.ts';
import { checkNodeVersion } from './node-version.ts';
import { checkOverlayMount } from './overlay-mount.ts';
import { checkPodNetwork, checkPrivatePorts } from './private-network.ts';
import { checkProgramSources } from './program-sources.ts';
import { checkDisk, checkMemory } from './resources.ts';
import { checkTools } from './tools.ts';
import { checkUserNamespaces } from './user-namespaces.ts';
import { checkWantedPrograms } from './wanted-programs.ts';

export interface DoctorOptions {
  /** The profile version whose programs are looked for; without it only the control plane's are. */
  selected?: { profile: Profile; version: ProfileVersion } | undefined;
  /** Default: GATEPROOF_CACHE, or gateproof in the user's cache folder. */
  cacheDir?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Tries every prerequisite of the embedded environment and says what to do about each that is not met. Takes some
 * seconds: namespaces are really made, checksums really computed, hosts really asked.
 */
export async function doctor(options: DoctorOptions = {}): Promise<Check[]> {
  const { env = process.env, signal } = options;
  const context: CheckContext = { env, signal, cacheDir: options.cacheDir ?? defaultCacheDir(env) };
  // First, as a damaged entry would count as absent afterwards.
  const cache = await checkCacheIntegrity(context);
  const programs = await checkWantedPrograms(context, options.selected);
  const cold = programs.missing.length > 0;
  return [
    checkNodeVersion(),
    ...(await checkTools(context)),
    await checkUserNamespaces(context),
    await checkPrivatePorts(context),
    await checkPodNetwork(context),
    await checkOverlayMount(context),
    programs.check,
    ...(await checkProgramSources(context, programs.missing)),
    await checkDisk(context, cold),
    checkMemory(cold),
    cache,
  ];
}
