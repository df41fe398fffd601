import { join, resolve } from 'node:path';
import { GateproofError } from '../errors.ts';
import type { Results } from '../results/schema.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import { writeResults } from '../results/write-results.ts';
import { REPORTERS } from './registry.ts';

/**
 * Writes `results.json` first, then every rendering of it, each whole or not at all, into one folder that is made if need be.
 * Returns the absolute paths. A rendering that fails does not keep the others from being written; then the error (exit 3, or 5 for a
 * fault of ours) says what could not be written and what is there.
 */
export async function writeOutputs(results: Results, outDir: string): Promise<string[]> {
  const written = [await writeResults(results, outDir)];
  const failures: unknown[] = [];
  for (const { file, render } of Object.values(REPORTERS)) {
    const path = resolve(join(outDir, file));
    try {
      await writeAtomically(path, render(results));
      written.push(path);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw incomplete(written, failures);
  return written;
}

function incomplete(written: string[], failures: unknown[]): GateproofError {
  const [first] = failures;
  const known = first instanceof GateproofError ? first : undefined;
  const messages = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  return new GateproofError(`${messages.join('\n')}\nwritten: ${written.join(', ')}`, {
    code: known?.code ?? 'RENDERING_FAILED',
    exitCode: known?.exitCode ?? 5,
    hint:
      known?.hint ??
      'The results are whole: `gateproof report` renders them again. Please report this fault with the results file.',
    cause: first,
  });
}
