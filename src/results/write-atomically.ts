import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EnvironmentError } from '../errors.ts';

/**
 * Writes a file whole or not at all: a temporary file in the same folder, flushed to disk, then renamed over the old one.
 * Throws EnvironmentError (exit 3) that names the file and its size; nothing half-written stays behind.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(file, Buffer.byteLength(text), cause as NodeJS.ErrnoException);
  }
}

const REASONS: Record<string, { what: string; hint: string }> = {
  ENOSPC: { what: 'no space left on the device', hint: 'Free space there, or choose another folder with --out.' },
  EDQUOT: { what: 'the disk quota is used up', hint: 'Free space there, or choose another folder with --out.' },
  EACCES: { what: 'permission denied', hint: 'Choose a folder that you may write to with --out.' },
  EROFS: { what: 'the file system is read-only', hint: 'Choose a folder that you may write to with --out.' },
  ENOTDIR: { what: 'a part of the path is a file', hint: 'Choose another folder with --out.' },
  EEXIST: { what: 'a part of the path is a file', hint: 'Choose another folder with --out.' },
  EISDIR: { what: 'a folder of that name is in the way', hint: 'Choose another folder with --out.' },
};

function writeError(file: string, bytes: number, cause: NodeJS.ErrnoException): EnvironmentError {
  const reason = REASONS[cause.code ?? ''];
  return new EnvironmentError(`could not write ${file} (${bytes} bytes): ${reason?.what ?? cause.message}`, {
    code: 'OUTPUT_NOT_WRITTEN',
    hint: reason?.hint ?? 'Choose another folder with --out.',
    cause,
  });
}
