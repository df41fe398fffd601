import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from '../../binaries/process-identity.ts';
import { findLeftovers } from './find-leftovers.ts';
import { runnerMark, runnerVariable } from './runner-mark.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gateproof-gc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The identity of a process that has just ended. */
async function deadIdentity() {
  const child = spawn('sleep', ['30'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const identity = processIdentity(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
}

async function marked(mark: string) {
  const child = spawn('sleep', ['61'], { stdio: 'ignore', env: { PATH: process.env.PATH, [runnerVariable]: mark } });
  await once(child, 'spawn');
  // Until exec is done, /proc shows the environment of this process.
  await sleep(100);
  return child;
}

const found = async (outFolders: string[] = []) => await findLeftovers(dir, outFolders);

test('nothing is found where nothing is', async () => {
  expect((await found([join(dir, 'no-such-folder')])).filter(({ kind }) => kind !== 'process')).toEqual([]);
});

test('a process of a dead run is ended; one of a living run is not', async () => {
  const orphan = await marked(JSON.stringify(await deadIdentity()));
  const child = await marked(runnerMark());
  try {
    const processes = (await found()).filter(({ kind }) => kind === 'process');
    const ours = processes.filter(({ what }) => what.startsWith(`${orphan.pid} `) || what.startsWith(`${child.pid} `));
    expect(ours.map(({ what }) => what)).toEqual([`${orphan.pid} sleep 61`]);
    const ended = once(orphan, 'exit');
    await ours[0]?.remove();
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  } finally {
    orphan.kill('SIGKILL');
    child.kill('SIGKILL');
  }
});

test('locks and work folders of the dead are removed, those of the living stay', async () => {
  const dead = await deadIdentity();
  const living = processIdentity();
  await mkdir(join(dir, 'locks'));
  await writeFile(join(dir, 'locks', 'dead.lock'), JSON.stringify({ ...dead, token: 'x' }));
  await writeFile(join(dir, 'locks', 'living.lock'), JSON.stringify({ ...living, token: 'x' }));
  await writeFile(join(dir, 'locks', 'young.lock.0000'), '');
  const folderOf = ({ pid, startedAt, pidNamespace }: typeof dead) =>
    `${pid}-${startedAt}-${pidNamespace.replace(/\D/g, '')}-a`;
  await mkdir(join(dir, 'tmp', folderOf(dead)), { recursive: true });
  await writeFile(join(dir, 'tmp', folderOf(dead), 'part'), 'x');
  await mkdir(join(dir, 'tmp', folderOf(living)));

  const leftovers = (await found()).filter(({ kind }) => kind !== 'process');
  expect(leftovers.map(({ kind }) => kind)).toEqual(['lock', 'temporary folder']);
  for (const { remove } of leftovers) await remove();
  expect(await readdir(join(dir, 'locks'))).toEqual(['living.lock', 'young.lock.0000']);
  expect(await readdir(join(dir, 'tmp'))).toEqual([folderOf(living)]);
});

test('half-written results are found once they are stale; results and other files are not', async () => {
  const run = join(dir, 'results', 'run1');
  await mkdir(run, { recursive: true });
  const names = ['.results.json.0123456789ab.tmp', '.matrix.md.ffffffffffff.tmp', 'results.json', '.mine.tmp'];
  for (const name of names) await writeFile(join(run, name), 'x');
  const old = new Date(Date.now() - 120_000);
  for (const name of ['.results.json.0123456789ab.tmp', 'results.json', '.mine.tmp'])
    await utimes(join(run, name), old, old);
  const drafts = (await found([join(dir, 'results')])).filter(({ kind }) => kind === 'half-written file');
  expect(drafts.map(({ what }) => what)).toEqual([join(run, '.results.json.0123456789ab.tmp')]);
});
