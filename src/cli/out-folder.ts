import { randomBytes } from 'node:crypto';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { DEFAULTS } from './settings.ts';

/** Where the outputs of a run go. */
export const outFolder = (out: string | undefined, runId: string): string =>
  resolve(out ?? join(DEFAULTS.outParent, runId));

/**
 * Tries to write there before anything is started, and leaves no trace.
 * @throws UsageError OUT_NOT_WRITABLE
 */
export async function checkWritable(folder: string): Promise<void> {
  const probe = join(folder, `.gateproof-${randomBytes(4).toString('hex')}.tmp`);
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new UsageError(`nothing can be written to ${folder}: ${(cause as Error).message}`, {
      code: 'OUT_NOT_WRITABLE',
      hint: 'Choose another folder with --out, or change its permissions.',
      cause,
    });
  } finally {
    if (made !== undefined) await removeEmpty(folder, dirname(made));
  }
}

/** Removes the folder and those above it up to `until`, as long as they are empty. */
async function removeEmpty(folder: string, until: string): Promise<void> {
  for (let at = folder; at !== until && at !== dirname(at); at = dirname(at))
    try {
      await rmdir(at);
    } catch {
      return;
    }
}
