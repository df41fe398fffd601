import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity, processIdentity } from './process-identity.ts';

const retryMs = 250;
const beatMs = 5_000;
/** A holder that cannot be seen (another container) is given up when it has not touched its lock for so long. */
const unseenStaleMs = 60_000;

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  onWait?: (holder: ProcessIdentity) => void;
}

/**
 * Runs `work` while holding the lock file, so that two runs do not build the same thing at once.
 * A lock whose process is dead is taken over.
 */
export async function withFileLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${JSON.stringify({ ...processIdentity(), token: randomUUID() })}\n`;
  let waited = false;
  while (!(await tryAcquire(path, own))) {
    options.signal?.throwIfAborted();
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (await isStale(path, holder)) {
      await removeStale(path, holder.text);
      continue;
    }
    if (!waited) options.onWait?.(holder.identity);
    waited = true;
    await sleep(retryMs, undefined, options.signal ? { signal: options.signal } : {}).catch(() => {
      options.signal?.throwIfAborted();
    });
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), beatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await readHolder(path))?.text === own) await rm(path, { force: true });
  }
}

/** `link` makes the lock appear with its content at once, and fails when there is one. */
async function tryAcquire(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<{ text: string; identity: ProcessIdentity } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, identity: JSON.parse(text) as ProcessIdentity };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError)
      return { text: await readFile(path, 'utf8'), identity: { pid: -1, startedAt: '', pidNamespace: '?' } };
    throw error;
  }
}

async function isStale(path: string, holder: { identity: ProcessIdentity }): Promise<boolean> {
  const alive = isAlive(holder.identity);
  if (alive !== undefined) return !alive;
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > unseenStaleMs;
}

/** Two waiters may see the same stale lock: whoever renames away a fresh one instead puts it back. */
async function removeStale(path: string, staleText: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
