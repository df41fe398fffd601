import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EnvironmentError, GateproofError } from '../errors.ts';
import { isAlive, processIdentity } from './process-identity.ts';

/** GATEPROOF_CACHE, or gateproof under XDG_CACHE_HOME or ~/.cache. */
export function defaultCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.GATEPROOF_CACHE) return resolve(env.GATEPROOF_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gateproof');
}

/**
 * Gives `work` an empty folder on the file system of the cache and removes it afterwards, whatever happens.
 * Folders of runs that were killed are removed on the way.
 */
export async function withWorkDir<T>(cacheDir: string, work: (dir: string) => Promise<T>): Promise<T> {
  const parent = join(cacheDir, 'tmp');
  const { pid, startedAt, pidNamespace } = processIdentity();
  const namespace = pidNamespace.replace(/\D/g, '');
  const dir = join(parent, `${pid}-${startedAt}-${namespace}-${Math.random().toString(36).slice(2)}`);
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw asDiskFault(error, cacheDir);
  }
  await removeAbandoned(parent);
  try {
    return await work(dir);
  } catch (error) {
    throw asDiskFault(error, cacheDir);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  }
}

const diskCodes = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']);

/** What the file system refused, as something that the user can see to; other errors as they are. */
function asDiskFault(error: unknown, cacheDir: string): unknown {
  if (error instanceof GateproofError || !diskCodes.has((error as NodeJS.ErrnoException).code ?? '')) return error;
  return new EnvironmentError(`the cache folder ${cacheDir} cannot be written: ${(error as Error).message}`, {
    code: 'CACHE_NOT_WRITABLE',
    hint: 'Free some space there (3 GB while programs are built), or set GATEPROOF_CACHE to a folder that you may write.',
    cause: error,
  });
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent))
    if (isAbandoned(name)) await rm(join(parent, name), { recursive: true, force: true });
}

/** Whether the process that a work folder is named after is known to be dead. */
export function isAbandoned(name: string): boolean {
  const [pid, startedAt, namespace] = name.split('-');
  const pidNamespace = namespace === '' ? '' : `pid:[${namespace}]`;
  return isAlive({ pid: Number(pid), startedAt: startedAt ?? '', pidNamespace }) === false;
}

/** Moves a finished folder to its place; what was there before (a damaged entry) is removed. */
export async function placeFolder(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { recursive: true, force: true });
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    // Another run made the same thing in the meantime: its work is as good as ours.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}
