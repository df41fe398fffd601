import { controlPlanePrograms, helmProgram } from '../../binaries/control-plane-programs.ts';
import { findExplicit, pathVariable } from '../../binaries/explicit-path.ts';
import { profilePrograms } from '../../binaries/obtain-programs.ts';
import { hostPlatform } from '../../binaries/platform.ts';
import { findCached, programDir } from '../../binaries/program-cache.ts';
import type { ProgramRequest } from '../../binaries/program-source.ts';
import { findRenderedManifests } from '../../binaries/render-manifests.ts';
import type { Profile, ProfileVersion } from '../../profile/schema.ts';
import type { Check, CheckContext } from './check.ts';

export interface WantedPrograms {
  check: Check;
  /** What a run would still have to download or build. */
  missing: ProgramRequest[];
}

/** Which programs are there, and which a run must obtain first. */
export async function checkWantedPrograms(
  context: CheckContext,
  selected: { profile: Profile; version: ProfileVersion } | undefined,
): Promise<WantedPrograms> {
  const { env, signal, cacheDir } = context;
  const requests = [...controlPlanePrograms];
  if (selected) {
    requests.push(...profilePrograms(selected.profile, selected.version));
    if (!(await findRenderedManifests(selected.profile, selected.version, cacheDir))) requests.push(helmProgram);
  }
  const missing: ProgramRequest[] = [];
  const wrong: string[] = [];
  for (const request of requests) {
    try {
      const found = await findExplicit(request, env, () => {}, signal);
      if (found || (await findCached(programDir(cacheDir, request, hostPlatform())))) continue;
      missing.push(request);
    } catch (error) {
      signal?.throwIfAborted();
      wrong.push(`${pathVariable(request.name)}: ${(error as Error).message}`);
    }
  }
  const names = missing.map(({ name, version }) => `${name} ${version}`).join(', ');
  const check: Check =
    wrong.length > 0
      ? {
          name: 'programs',
          status: 'fail',
          measured: wrong.join('; '),
          advice: 'Correct these settings or unset them.',
        }
      : missing.length > 0
        ? {
            name: 'programs',
            status: 'warn',
            measured: `${requests.length - missing.length} of ${requests.length} are there; to be obtained: ${names}`,
            advice: 'The next run obtains them; that takes some minutes where they must be built.',
          }
        : { name: 'programs', status: 'ok', measured: `all ${requests.length} are there` };
  return { check, missing };
}
