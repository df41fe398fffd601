/**
 * Holds the directions of imports between the folders of src/ (docs/decisions.md, "Dependencies point one way").
 *
 *   node scripts/check-boundaries.ts [root]
 *
 * Prints each import that points another way and exits with 1 if there is one.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the files of a folder may import, besides their own folder. Where two entries fit a file, the longer one counts. */
export const ALLOWED: Record<string, string[]> = {
  'errors.ts': [],
  statistics: [],
  // The words of an observation: exchanges, verdicts, what a results file holds. Everyone speaks them.
  results: ['errors.ts', 'statistics'],
  kubernetes: ['errors.ts'],
  gate: ['results', 'errors.ts'],
  report: ['results', 'statistics', 'errors.ts'],
  profile: ['errors.ts'],
  // Progress is reported to whoever gave the sink: environment/environment.ts has types only.
  binaries: ['profile', 'environment/environment.ts', 'errors.ts'],
  'environment/environment.ts': ['profile', 'binaries/program.ts', 'kubernetes/connection.ts'],
  environment: ['backend', 'binaries', 'kubernetes', 'profile', 'results', 'errors.ts'],
  backend: ['environment/environment.ts', 'results', 'errors.ts'],
  traffic: ['results', 'errors.ts'],
  probe: ['results', 'statistics', 'kubernetes', 'errors.ts'],
  runner: [
    ...['environment', 'probe', 'traffic', 'backend', 'profile', 'binaries', 'kubernetes', 'results', 'statistics'],
    ...['errors.ts', '../package.json'],
  ],
  cli: [
    ...['runner', 'environment', 'probe', 'profile', 'binaries', 'gate', 'report', 'results', 'errors.ts'],
    '../package.json',
  ],
};

export interface Violation {
  file: string;
  line: number;
  imports: string;
  message: string;
}

const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"](?<from>\.[^'"]+)['"]|\bimport\s*\(\s*['"](?<dynamic>\.[^'"]+)['"]|^\s*import\s*['"](?<bare>\.[^'"]+)['"]/gm;

/** Every import of a source file (tests may import anything) that the table does not allow. */
export function findViolations(root: string, allowed = ALLOWED): Violation[] {
  const src = join(root, 'src');
  const files = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) => !isTest(file));
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    return [...text.matchAll(IMPORT)].flatMap((match) => {
      const target = match.groups?.from ?? match.groups?.dynamic ?? match.groups?.bare ?? '';
      const imports = relative(src, resolve(src, dirname(file), target))
        .split(sep)
        .join('/');
      const message = refusal(file.split(sep).join('/'), imports, allowed);
      const line = text.slice(0, match.index + match[0].lastIndexOf(target)).split('\n').length;
      return message === undefined ? [] : [{ file: `src/${file}`, line, imports, message }];
    });
  });
}

const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /(^|\/)(testing|fixture|fixtures)(\/|\.ts$)/.test(file);

function refusal(file: string, imports: string, allowed: Record<string, string[]>): string | undefined {
  const from = entryOf(file, allowed);
  if (from === undefined) return `no entry of the table fits ${file}: say what it may import`;
  if (isTest(imports)) return 'what only tests use is not for the product';
  const own = entryOf(imports, allowed);
  if (own === from || folderOf(own ?? '') === folderOf(from)) return undefined;
  const may = allowed[from] ?? [];
  if (may.some((entry) => imports === entry || imports.startsWith(`${entry}/`))) return undefined;
  return `${from} may import ${may.join(', ') || 'nothing'}`;
}

const folderOf = (path: string): string => path.split('/')[0] ?? path;

const entryOf = (file: string, allowed: Record<string, string[]>): string | undefined =>
  Object.keys(allowed)
    .filter((entry) => file === entry || file.startsWith(`${entry}/`))
    .sort((a, b) => b.length - a.length)[0];

if (import.meta.main) {
  const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
  const violations = findViolations(root);
  for (const { file, line, imports, message } of violations)
    console.error(`${file}:${line}: imports ${imports}; ${message}`);
  console.log(`${violations.length} imports against the directions of scripts/check-boundaries.ts`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
