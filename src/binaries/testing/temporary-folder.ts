import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A folder for one test, removed at its end (a Go module cache inside is read-only, hence chmod). */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'gateproof-test-'));
  return {
    path,
    async [Symbol.asyncDispose]() {
      await promisify(execFile)('chmod', ['-R', 'u+w', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}
