import { loadProfile } from '../profile/load-profile.ts';
import { findVersion, type ResolvedProfile, resolveProfileRef } from '../profile/profile-ref.ts';
import { DEFAULTS } from './settings.ts';

/** The profile and version of `--profile`: a name, a name with a version, or the path of a YAML file, also with a version. */
export async function selectProfile(text: string = DEFAULTS.profile): Promise<ResolvedProfile> {
  const path = /^(.+\.ya?ml)(?:@v?([^@/]+))?$/.exec(text);
  if (path === null) return resolveProfileRef(text);
  const file = path[1] ?? text;
  const profile = await loadProfile(file);
  return { profile, file, version: findVersion(profile, path[2] ?? profile.defaultVersion) };
}
