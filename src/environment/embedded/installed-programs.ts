import type { ObtainedProgram } from '../../binaries/program.ts';
import { readProgramVersion } from '../../binaries/program-version.ts';
import { EnvironmentError } from '../../errors.ts';
import type { Profile } from '../../profile/schema.ts';
import type { InstalledController } from '../environment.ts';

/** Asks the very files that the pods run for their versions, for each program of the profile. */
export async function installedPrograms(
  profile: Profile,
  programs: Record<string, ObtainedProgram>,
): Promise<InstalledController['programs']> {
  return Promise.all(
    Object.entries(profile.programs).map(async ([name, source]) => {
      const program = programs[name];
      if (!program)
        throw new EnvironmentError(`program ${name} of profile ${profile.name} was not obtained`, {
          code: 'PROGRAM_MISSING',
        });
      const { path, sha256, origin, wantedVersion } = program;
      const said = await readProgramVersion({ name, version: wantedVersion, source }, path);
      return { name, version: said ?? program.version, wantedVersion, origin, path, sha256 };
    }),
  );
}
