import { basename, dirname, extname } from 'node:path';
import { loadProfile } from '../profile/load-profile.ts';
import { type ResolvedProfile, resolveProfileRef } from '../profile/profile-ref.ts';
import { DEFAULTS } from './settings.ts';

/** The profile and version of `--profile`: a name, a name with a version, or the path of a YAML file, also with a version. */
export async function selectProfile(text: string = DEFAULTS.profile): Promise<ResolvedProfile> {
  const path = /^(.+\.yaml)(@[^@/]+)?$/.exec(text);
  if (path === null) return resolveProfileRef(text);
  const [, file = text, version = ''] = path;
  // First, as its errors name file and line.
  await loadProfile(file);
  return resolveProfileRef(`${basename(file, extname(file))}${version}`, dirname(file));
}
