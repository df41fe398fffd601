import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { profileNames, profilesDir } from './list-profiles.ts';
import { loadProfile } from './load-profile.ts';
import { nearestFirst } from './nearest-name.ts';
import { nearestVersionsFirst } from './nearest-version.ts';
import type { Profile, ProfileVersion } from './schema.ts';

/** `name` or `name@version`, as given to --profile. */
export interface ProfileRef {
  name: string;
  version?: string;
}

export interface ResolvedProfile {
  profile: Profile;
  version: ProfileVersion;
  file: string;
}

/** @throws UsageError PROFILE_REF_INVALID when the text is neither name nor name@version. */
export function parseProfileRef(text: string): ProfileRef {
  const match = /^([^@\s]+)(?:@v?([^@\s]+))?$/.exec(text);
  if (!match)
    throw new UsageError(`"${text}" does not name a profile`, {
      code: 'PROFILE_REF_INVALID',
      hint: 'Write a name, or a name and an exact version: envoy-gateway@1.9.1.',
    });
  const [, name, version] = match;
  return version === undefined ? { name: name! } : { name: name!, version };
}

/**
 * Finds the profile and the version that a reference means; without a version, the profile's default.
 * @throws UsageError PROFILE_UNKNOWN or PROFILE_VERSION_UNKNOWN listing the known ones, nearest first.
 */
export async function resolveProfileRef(text: string, dir = profilesDir()): Promise<ResolvedProfile> {
  const ref = parseProfileRef(text);
  const names = await profileNames(dir);
  if (!names.includes(ref.name))
    throw new UsageError(
      `there is no profile ${ref.name}; known: ${nearestFirst(ref.name, names).join(', ') || 'none'}`,
      {
        code: 'PROFILE_UNKNOWN',
        hint: '`gateproof list profiles` shows them with their versions.',
      },
    );
  const file = join(dir, `${ref.name}.yaml`);
  const profile = await loadProfile(file);
  return { profile, version: findVersion(profile, ref.version ?? profile.defaultVersion), file };
}

/** @throws UsageError PROFILE_VERSION_UNKNOWN */
function findVersion(profile: Profile, wanted: string): ProfileVersion {
  const found = profile.versions.find(({ version }) => version === wanted);
  if (found) return found;
  const known = nearestVersionsFirst(
    wanted,
    profile.versions.map(({ version }) => version),
  );
  throw new UsageError(`profile ${profile.name} has no version ${wanted}; known: ${known.join(', ')}`, {
    code: 'PROFILE_VERSION_UNKNOWN',
    hint: `Use ${profile.name}@${known[0]}, or add the version to the profile: docs say how.`,
  });
}
