import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ManagedProcess } from './managed-process.ts';

/**
 * The data of an etcd that holds a fresh API server's own objects and the resource definitions of a run, and nothing else. Applying four
 * megabytes of definitions costs an API server four seconds of two cores; the next run with the same programs and definitions
 * starts from this copy.
 */
export class PreparedData {
  readonly #dir: string;

  /** `parts` is everything that the data depends on. */
  constructor(cacheDir: string, parts: string[]) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part).update('\0');
    this.#dir = join(cacheDir, 'etcd', hash.digest('hex').slice(0, 32));
  }

  /** Copies it to where etcd is to find it; false when there is none yet. */
  restore(dataDir: string): boolean {
    if (!existsSync(this.#dir)) return false;
    copyFolder(this.#dir, dataDir);
    return true;
  }

  /** Takes a copy while etcd stands still: what a crash would leave, which etcd is made to start from. */
  save(etcd: ManagedProcess, dataDir: string): void {
    const partial = `${this.#dir}.${randomBytes(4).toString('hex')}`;
    etcd.kill('SIGSTOP');
    try {
      copyFolder(dataDir, partial);
      renameSync(partial, this.#dir);
    } catch {
      // A full disk, or another run that was quicker: the next run applies the definitions itself.
      rmSync(partial, { recursive: true, force: true });
    } finally {
      etcd.kill('SIGCONT');
    }
  }

  /** It turned out not to work. */
  discard(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    // etcd's write-ahead log sets 64 MB aside for a file that it may never need.
    if (entry.name.endsWith('.tmp')) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copySparse(source, target);
  }
}

/** Leaves the zeros at the end of a file as a hole: a log of 64 MB holds less than ten. */
function copySparse(from: string, to: string): void {
  const content = readFileSync(from);
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end--;
  mkdirSync(dirname(to), { recursive: true });
  const file = openSync(to, 'w', 0o600);
  try {
    for (let at = 0; at < end; ) at += writeSync(file, content, at, end - at);
    ftruncateSync(file, content.length);
  } finally {
    closeSync(file);
  }
}
