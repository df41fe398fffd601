import { join, resolve } from 'node:path';
import type { Results } from './schema.ts';
import { writeAtomically } from './write-atomically.ts';

const RESULTS_FILE = 'results.json';

/** Writes `results.json` into the folder, atomically, and returns its absolute path. Throws EnvironmentError (exit 3). */
export async function writeResults(results: Results, outDir: string): Promise<string> {
  const file = resolve(join(outDir, RESULTS_FILE));
  await writeAtomically(file, `${JSON.stringify(results, null, 1)}\n`);
  return file;
}
