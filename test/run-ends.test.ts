import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readResults } from '../src/results/read-results.ts';
import { leftovers, RunningCli } from './running-cli.ts';

const END_WITHIN_MS = 15_000;
const PROBES = 'http-route/method,http-route/exact-path,timeouts/request-timeout';

let dir: string;
let out: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gateproof-ends-'));
  // Obtains what is not in the cache yet, so that what follows has it.
  const { exitCode, stderr } = await new RunningCli(
    ['run', '--probes', 'http-route/exact-path', '--out', join(dir, 'first')],
    {
      cwd: dir,
    },
  ).ended;
  expect(exitCode, stderr).toBe(0);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(async () => {
  out = join(await mkdtemp(join(dir, 'run-')), 'out');
});

const start = (...args: string[]) =>
  new RunningCli(['run', '--probes', PROBES, '--out', out, '--verbose', ...args], { cwd: dir });

/** Does `what` to the run once it said `when`; checks that it ends in time and leaves nothing. */
async function endedBy(run: RunningCli, when: RegExp, what: () => void | Promise<void>) {
  await run.said(when);
  const namespaces = await run.pidNamespaces();
  const from = performance.now();
  await what();
  const ended = await run.ended;
  expect(performance.now() - from).toBeLessThan(END_WITHIN_MS);
  // The kernel ends what is in the namespace; that is not awaited by the process that was killed.
  while (performance.now() - from < END_WITHIN_MS && (await leftovers(namespaces, [out])).length > 0) await sleep(40);
  expect(await leftovers(namespaces, [out])).toEqual([]);
  return ended;
}

/** Ends a process of the run, found by its command. */
async function killPart(run: RunningCli, command: RegExp): Promise<void> {
  const part = (await run.descendants()).find((process) => command.test(process.command));
  if (part === undefined) throw new Error(`no process ${command} in ${JSON.stringify(await run.descendants())}`);
  process.kill(part.pid, 'SIGKILL');
}

describe('a signal ends a run at any point: exit code 130, what there is as a partial result', () => {
  const points: [point: string, when: RegExp, signal: NodeJS.Signals, partial: boolean][] = [
    ['while programs are obtained', /^\[1\//m, 'SIGINT', false],
    ['before the environment starts', /^\[6\//m, 'SIGTERM', false],
    ['while the environment starts', /^start environment …/m, 'SIGINT', false],
    ['when the environment has started', /^start environment \(/m, 'SIGHUP', false],
    ['while the controller is installed', /^install controller …/m, 'SIGINT', false],
    ['when the controller is installed', /^install controller \(/m, 'SIGTERM', false],
    ['while Gateways are made', /^plan: /m, 'SIGINT', true],
    ['while probes are asked', /^http-route\/method …/m, 'SIGHUP', true],
    ['after the first verdict', /^\[1\/3\] /m, 'SIGINT', true],
    ['in the last probe', /^\[2\/3\] /m, 'SIGTERM', true],
  ];
  test.each(points)('%s', async (_, when, signal, partial) => {
    const run = start();
    const { exitCode, stderr } = await endedBy(run, when, () => void process.kill(run.pid, signal));
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain(signal);
    if (!partial) return expect(await readdir(out).catch(() => [])).toEqual([]);
    const results = await readResults(join(out, 'results.json'));
    expect(results.partial).toContain(signal);
    expect((await readdir(out)).sort()).toEqual(['junit.xml', 'matrix.html', 'matrix.md', 'results.json']);
  });
});

describe('after kill -9 nothing survives', () => {
  test.each([
    ['of the outer process', /^http-route\/method …/m, undefined],
    ['of the process inside the namespace', /^http-route\/method …/m, /^\S*node\S* .*gateproof\.js run/],
  ])('%s', async (_, when, inner) => {
    const run = start();
    const { exitCode, signal, stderr } = await endedBy(run, when, () =>
      inner === undefined ? void process.kill(run.pid, 'SIGKILL') : killPart(run, inner),
    );
    if (inner === undefined) expect(signal).toBe('SIGKILL');
    else {
      expect(exitCode, stderr).toBe(3);
      expect(stderr).toContain('it was killed, and with it everything it had started');
    }
  });
});

describe('a part of the environment that dies ends the run: exit code 3, its last words, a partial result', () => {
  test.each([
    ['kube-apiserver', /kube-apiserver/],
    ['etcd', /(^|\/)etcd /],
    ['envoy-gateway', /envoy-gateway .*server|envoy-gateway$/],
  ])('%s', async (part, command) => {
    const run = start();
    const { exitCode, stdout, stderr } = await endedBy(run, /^http-route\/method …/m, () => killPart(run, command));
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(new RegExp(`${part}.*ended: signal SIGKILL`));
    expect((await readResults(join(out, 'results.json'))).partial).toContain(part);
    expect(stdout).toContain('partial run');
  });
});

test('a full disk: exit code 3, the matrix is still printed, and no file is half-written', async () => {
  const inTinyFolder = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec'];
  const script = `mkdir -p '${out}'; mount -t tmpfs -o size=16k none '${out}'; "$@"; code=$?; ls -A '${out}' >&2; exit $code`;
  const run = new RunningCli(['run', '--probes', 'http-route/exact-path', '--out', out], {
    cwd: dir,
    wrapper: [...inTinyFolder, script.replace('"$@"; code=$?', 'code=0; "$@" || code=$?'), 'sh'],
  });
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toMatch(/could not write .*results\.json \(\d+ bytes\): no space left on the device/);
  expect(stderr).not.toContain('.tmp');
  expect(stdout).toContain('exact-path');
});

test('a controller that does not accept its class: exit code 3, its log, and what to check', async () => {
  const profile = await readFile(fileURLToPath(new URL('../profiles/envoy-gateway.yaml', import.meta.url)), 'utf8');
  await writeFile(
    join(dir, 'envoy-gateway.yaml'),
    profile.replace(/^controllerName: .*/m, 'controllerName: example.com/nobody'),
  );
  const { exitCode, stderr } = await start('--profile', './envoy-gateway.yaml').ended;
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toContain('did not accept its GatewayClass');
  expect(stderr).toContain('controllerName (example.com/nobody)');
});

test('--timeout before the environment is ready: exit code 3', async () => {
  const { exitCode, stderr } = await start('--timeout', '500ms').ended;
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toContain('not done within 500 ms (--timeout)');
});

test('--keep keeps the environment until Ctrl-C; --json prints what the file says', async () => {
  const run = start('--keep', '--json');
  const { exitCode, stdout, stderr } = await endedBy(run, /The environment is kept/, async () => {
    expect((await run.descendants()).some(({ command }) => command.includes('kube-apiserver'))).toBe(true);
    process.kill(run.pid, 'SIGINT');
  });
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toMatch(/nsenter --target \d+ --all/);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(join(out, 'results.json'), 'utf8')));
});
