import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned } from '../../binaries/cache-folder.ts';
import { isAlive } from '../../binaries/process-identity.ts';
import { runCommand } from '../../binaries/run-command.ts';
import { type Leftover, STALE_MS } from './leftover.ts';
import { readRunnerMark } from './runner-mark.ts';

const HALF_WRITTEN =
  /^\.(?:(?:results\.json|matrix\.html|matrix\.md|junit\.xml)\.[0-9a-f]{12}|gateproof-[0-9a-f]{8})\.tmp$/;

/** Work folders of builds and downloads whose process is dead. */
export async function folderLeftovers(cacheDir: string): Promise<Leftover[]> {
  const parent = join(cacheDir, 'tmp');
  return (await entries(parent)).filter(isAbandoned).map((name) => removable('temporary folder', join(parent, name)));
}

/** Locks whose holder is dead, or cannot be seen and has not touched them; and drafts of locks. */
export async function lockLeftovers(cacheDir: string): Promise<Leftover[]> {
  const parent = join(cacheDir, 'locks');
  const found = await Promise.all(
    (await entries(parent)).map(async (name) => {
      const file = join(parent, name);
      const holder = name.endsWith('.lock') ? readRunnerMark(await readFile(file, 'utf8').catch(() => '')) : undefined;
      const alive = holder === undefined ? undefined : isAlive(holder);
      return alive === false || (alive === undefined && (await isStale(file))) ? [removable('lock', file)] : [];
    }),
  );
  return found.flat();
}

/** Drafts of result files that were never renamed, in the folder itself and in the folders of runs below it. */
export async function draftLeftovers(folder: string): Promise<Leftover[]> {
  const below = (await entries(folder)).map((name) => join(folder, name));
  const found = await Promise.all(
    [folder, ...below].map(async (dir) => {
      const drafts = (await entries(dir)).filter((name) => HALF_WRITTEN.test(name)).map((name) => join(dir, name));
      const stale = await Promise.all(drafts.map(isStale));
      return drafts.filter((_, index) => stale[index]).map((file) => removable('half-written file', file));
    }),
  );
  return found.flat();
}

/** The private file system of a run, if it ever shows outside its namespace. */
export async function mountLeftovers(mountPoint: string): Promise<Leftover[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8').catch(() => '')).split('\n');
  const ours = mounts.filter((line) => {
    const [before = '', after = ''] = line.split(' - ');
    return before.split(' ')[4] === mountPoint && after.split(' ')[1] === 'gateproof';
  });
  return ours.map(() => ({
    kind: 'mount' as const,
    what: mountPoint,
    async remove() {
      const { exitCode, stderr } = await runCommand('umount', [mountPoint], { timeoutMs: 10_000 });
      if (exitCode !== 0) throw new Error(stderr.trim());
    },
  }));
}

/** Names in a folder; none when it is not there or no folder. */
const entries = (dir: string): Promise<string[]> => readdir(dir).catch(() => []);

async function isStale(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}

const removable = (kind: Leftover['kind'], path: string): Leftover => ({
  kind,
  what: path,
  remove: () => rm(path, { recursive: true, force: true }),
});
