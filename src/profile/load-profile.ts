import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../errors.ts';
import { type Profile, profileSchema } from './schema.ts';
import { profileKeysAt } from './schema-keys.ts';
import { describeSchemaFaults } from './yaml-schema-error.ts';

/**
 * Reads and checks one profile.
 * @throws UsageError PROFILE_INVALID with one line per fault: file:line:col, path in the document, got, wanted.
 */
export async function loadProfile(file: string): Promise<Profile> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`the profile ${file} cannot be read: ${error.message}`, { code: 'PROFILE_UNREADABLE' });
  });
  return parseProfile(text, file);
}

/** The same for a text; `file` is only named in errors. */
export function parseProfile(text: string, file: string): Profile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw invalid(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return `${file}:${line}:${col}: not YAML: ${error.message}`;
      }),
    );
  const result = profileSchema.safeParse(document.toJS() ?? {});
  if (!result.success)
    throw invalid(describeSchemaFaults(result.error.issues, { file, document, lines, known: profileKeysAt }));
  const faults = contradictions(result.data);
  if (faults.length > 0) {
    const issues = faults.map((fault) => ({ code: 'custom' as const, input: undefined, ...fault }));
    throw invalid(describeSchemaFaults(issues, { file, document, lines, known: profileKeysAt }));
  }
  return result.data;
}

/** What the shape alone does not show: names that must be found elsewhere in the profile. */
function contradictions(profile: Profile): { path: PropertyKey[]; message: string }[] {
  const faults: { path: PropertyKey[]; message: string }[] = [];
  const programs = Object.keys(profile.programs);
  const versions = profile.versions.map(({ version }) => version);
  const among = (names: string[]) => `one of ${names.join(', ') || 'none: programs is empty'}`;
  if (!versions.includes(profile.defaultVersion)) faults.push({ path: ['defaultVersion'], message: among(versions) });
  profile.versions.forEach(({ version, programs: wanted }, index) => {
    if (versions.indexOf(version) !== index)
      faults.push({ path: ['versions', index, 'version'], message: 'a version that is not listed above' });
    for (const name of Object.keys(wanted))
      if (!programs.includes(name))
        faults.push({ path: ['versions', index, 'programs', name], message: `a program of ${among(programs)}` });
  });
  profile.embedded?.images.forEach(({ program }, index) => {
    if (!programs.includes(program))
      faults.push({ path: ['embedded', 'images', index, 'program'], message: among(programs) });
  });
  return faults;
}

function invalid(faults: string[]): UsageError {
  return new UsageError(faults.join('\n'), { code: 'PROFILE_INVALID' });
}
