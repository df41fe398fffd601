import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';
import { processIdentity } from './process-identity.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('work under one lock never overlaps', async () => {
  await using folder = await temporaryFolder();
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withFileLock(join(folder.path, 'lock'), {}, work)));
  expect(most).toBe(1);
  expect(await readdir(folder.path)).toEqual([]);
});

test('the lock is released when the work fails', async () => {
  await using folder = await temporaryFolder();
  const failing = withFileLock(join(folder.path, 'lock'), {}, async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await readdir(folder.path)).toEqual([]);
});

test('the lock of a dead process is taken over, that of a living one is waited for', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'lock');
  const child = spawn('sleep', ['60']);
  await writeFile(path, JSON.stringify(processIdentity(child.pid)));
  const waits: number[] = [];
  const options = { onWait: ({ pid }: { pid: number }) => waits.push(pid) };
  const result = withFileLock(path, options, async () => 'mine');
  await expect.poll(() => waits).toEqual([child.pid]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await result).toBe('mine');
});

test('a lock from another PID namespace is given up when nobody has touched it for a minute', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'lock');
  await writeFile(path, JSON.stringify({ pid: process.pid, startedAt: '1', pidNamespace: 'pid:[1]' }));
  await expect(withFileLock(path, { signal: AbortSignal.timeout(400) }, async () => {})).rejects.toThrow();
  const longAgo = new Date(Date.now() - 120_000);
  await utimes(path, longAgo, longAgo);
  expect(await withFileLock(path, {}, async () => 'mine')).toBe('mine');
});
