import type { ProgressSink } from '../environment/environment.ts';
import { UsageError } from '../errors.ts';
import type { Profile, ProfileVersion } from '../profile/schema.ts';
import { defaultCacheDir } from './cache-folder.ts';
import { controlPlanePrograms, helmProgram } from './control-plane-programs.ts';
import type { EmbeddedAssets, GatewayApiChannel } from './embedded-assets.ts';
import { obtainGatewayApiCrds } from './gateway-api-crds.ts';
import { obtainProgram } from './obtain-program.ts';
import type { ProgramRequest } from './program-source.ts';
import { findRenderedManifests, renderManifests } from './render-manifests.ts';
import { trackStep } from './track-step.ts';

export interface ObtainProgramsOptions {
  /** Default: experimental. */
  channel?: GatewayApiChannel | undefined;
  /** Default: GATEPROOF_CACHE, or gateproof in the user's cache folder. */
  cacheDir?: string | undefined;
  progress?: ProgressSink | undefined;
  signal?: AbortSignal | undefined;
  env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Everything that an embedded run of this profile version needs, one after the other as each build wants the whole
 * memory: the control plane's programs, the profile's, the Gateway API resources, the controller's manifests.
 */
export async function obtainPrograms(
  profile: Profile,
  version: ProfileVersion,
  options: ObtainProgramsOptions = {},
): Promise<EmbeddedAssets> {
  const { env = process.env, signal, progress, channel = 'experimental' } = options;
  const cacheDir = options.cacheDir ?? defaultCacheDir(env);
  const requests = [...controlPlanePrograms, ...profilePrograms(profile, version)];
  const rendered = await findRenderedManifests(profile, version, cacheDir);
  const total = requests.length + (rendered ? 1 : 3);
  let index = 0;
  const next = () => {
    index += 1;
    return { index, total };
  };

  const shared = { cacheDir, progress, signal, env };
  const assets: Pick<EmbeddedAssets, 'programs'> = { programs: {} };
  for (const request of requests)
    assets.programs[request.name] = await obtainProgram(request, { ...shared, ...next() });

  const crdStep = { phase: 'programs', title: `Gateway API ${version.gatewayApi} resources (${channel})`, ...next() };
  const crds = await trackStep(progress, crdStep, ({ detail }) =>
    obtainGatewayApiCrds(version.gatewayApi, channel, { cacheDir, env, signal, detail }),
  );
  if (rendered) return { ...assets, crds, manifests: rendered };

  const helm = await obtainProgram(helmProgram, { ...shared, ...next() });
  const renderStep = { phase: 'programs', title: `${profile.name} ${version.version} manifests`, ...next() };
  const manifests = await trackStep(progress, renderStep, ({ detail }) =>
    renderManifests(profile, version, helm.path, { cacheDir, env, signal, detail }),
  );
  return { ...assets, crds, manifests };
}

/** The programs of one version of a profile. */
export function profilePrograms(profile: Profile, version: ProfileVersion): ProgramRequest[] {
  return Object.entries(version.programs).map(([name, programVersion]) => {
    const source = profile.programs[name];
    if (source === undefined)
      throw new UsageError(
        `profile ${profile.name}: version ${version.version} wants ${name}, which programs does not have`,
        {
          code: 'PROFILE_INVALID',
        },
      );
    return { name, version: programVersion, source };
  });
}
