import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors.ts';
import { loadProfile } from './load-profile.ts';
import type { Profile } from './schema.ts';

export interface ListedProfile {
  name: string;
  file: string;
  profile: Profile;
}

/** The profiles folder of this package, found upwards from this file, as sources and build differ in depth. */
export function profilesDir(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, 'package.json')) || !existsSync(join(dir, 'profiles'))) {
    const parent = dirname(dir);
    if (parent === dir)
      throw new EnvironmentError('the profiles folder of gateproof is missing', {
        code: 'PROFILES_MISSING',
        hint: 'Install the package again.',
      });
    dir = parent;
  }
  return join(dir, 'profiles');
}

/** Names of the profiles in a folder, without reading them. */
export async function profileNames(dir = profilesDir()): Promise<string[]> {
  const files = await readdir(dir);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Every profile of a folder. @throws UsageError for the first one that is invalid. */
export async function listProfiles(dir = profilesDir()): Promise<ListedProfile[]> {
  const listed: ListedProfile[] = [];
  for (const name of await profileNames(dir)) {
    const file = join(dir, `${name}.yaml`);
    listed.push({ name, file, profile: await loadProfile(file) });
  }
  return listed;
}
