import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../binaries/run-command.ts';
import { resolveProfileRef } from '../../profile/profile-ref.ts';
import type { Check } from './check.ts';
import { doctor } from './doctor.ts';
import { checkNodeVersion } from './node-version.ts';
import { checkMemory } from './resources.ts';

let folder: string;
/** Release hosts are stood in for by a closed port of loopback: tests ask nobody outside. */
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateproof-doctor-test-'));
  const offline = { GATEPROOF_RELEASE_MIRROR: 'http://127.0.0.1:1', GOPROXY: 'off' };
  env = { ...process.env, ...offline, GATEPROOF_CACHE: join(folder, 'cache') };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const named = (checks: Check[], name: string) => checks.find((check) => check.name === name);

/** The doctor as a process of its own, inside what `wrapper` sets up. */
async function doctorInside(wrapper: string[], childEnv: NodeJS.ProcessEnv): Promise<Check[]> {
  const module = fileURLToPath(new URL('./doctor.ts', import.meta.url));
  const code = `import { doctor } from ${JSON.stringify(module)}; console.log(JSON.stringify(await doctor()));`;
  const args = [...wrapper.slice(1), process.execPath, '--input-type=module', '-e', code];
  const result = await runCommand(wrapper[0]!, args, { env: childEnv, timeoutMs: 60_000 });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout) as Check[];
}

/** A PATH with these programs of the host and nothing else. */
async function pathWith(names: string[]): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of names) {
    const folders = process.env.PATH!.split(':').map((dir) => join(dir, name));
    await symlink(folders.find((path) => existsSync(path))!, join(bin, name));
  }
  return bin;
}

test('every check names what it measured, and what to do when it is not met', async () => {
  const checks = await doctor({ env });
  expect(checks.map(({ name }) => name)).toEqual([
    ...['node', 'ip', 'unshare', 'nsenter', 'setpriv', 'mount', 'tar'],
    ...['user-namespaces', 'ports', 'pod-network', 'overlay'],
    ...['programs', 'release-hosts', 'go', 'pip', 'disk', 'memory', 'cache'],
  ]);
  for (const check of checks) {
    expect(check.measured, check.name).not.toBe('');
    expect(check.advice === undefined, `${check.name}: ${check.measured}`).toBe(check.status === 'ok');
  }
  expect(named(checks, 'programs')).toMatchObject({
    status: 'warn',
    measured: expect.stringMatching(/^0 of 3 are there; to be obtained: etcd /),
  });
  expect(named(checks, 'release-hosts')).toMatchObject({ status: 'warn' });
}, 60_000);

test('with an empty PATH every tool is missing, and its package is named', async () => {
  const checks = await doctor({ env: { ...env, PATH: '' } });
  for (const name of ['ip', 'unshare', 'nsenter', 'setpriv', 'mount', 'tar', 'user-namespaces', 'ports', 'overlay'])
    expect(named(checks, name)?.status, name).toBe('fail');
  expect(named(checks, 'ip')).toEqual({
    name: 'ip',
    status: 'fail',
    measured: 'ip is not on the PATH',
    advice: 'Install the package iproute2: ip sets up the private network.',
  });
  expect(named(checks, 'go')).toMatchObject({
    status: 'fail',
    measured: expect.stringContaining('go is not on the PATH; needed to build etcd'),
    advice: expect.stringContaining('Install Go'),
  });
}, 60_000);

test('without ip alone, the namespaces can be made and their network cannot', async () => {
  const path = await pathWith(['unshare', 'nsenter', 'setpriv', 'mount', 'mkdir', 'sh', 'tar', 'true']);
  const checks = await doctor({ env: { ...env, PATH: path } });
  expect(named(checks, 'user-namespaces')?.status).toBe('ok');
  expect(named(checks, 'overlay')?.status).toBe('ok');
  expect(named(checks, 'ports')).toMatchObject({ status: 'fail', measured: expect.stringContaining('ip') });
}, 60_000);

test('where the kernel allows no namespaces, the setting and the remedy are named', async () => {
  // The limit is per user namespace: inside this one, none can be made.
  const script = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"';
  const wrapper = ['unshare', '--user', '--map-root-user', 'sh', '-euc', script, 'sh'];
  const check = named(await doctorInside(wrapper, env), 'user-namespaces');
  expect(check?.status).toBe('fail');
  expect(check?.measured).toMatch(/unshare failed: No space left on device; user\.max_user_namespaces=0$/);
  expect(check?.advice).toContain('sudo sysctl -w user.max_user_namespaces=15000');
}, 60_000);

test('a full disk under the cache', async () => {
  const script = 'mkdir -p "$GATEPROOF_CACHE"; mount -t tmpfs -o size=50m tmpfs "$GATEPROOF_CACHE"; exec "$@"';
  const wrapper = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-euc', script, 'sh'];
  const check = named(await doctorInside(wrapper, env), 'disk');
  expect(check).toMatchObject({
    status: 'fail',
    measured: expect.stringMatching(/^0\.1 GB free at .*, about 3\.0 GB wanted$/),
  });
  expect(check?.advice).toContain('GATEPROOF_CACHE');
}, 60_000);

test('a damaged program in the cache is found by its checksum', async () => {
  const dir = join(env.GATEPROOF_CACHE!, 'programs', 'etcd', '3.6.8-linux-amd64');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'etcd'), 'altered');
  await writeFile(join(dir, 'record.json'), JSON.stringify({ name: 'etcd', sha256: 'a'.repeat(64), size: 7 }));
  const check = named(await doctor({ env }), 'cache');
  expect(check).toMatchObject({ status: 'fail', advice: expect.stringContaining(`rm -r '${dir}'`) });
  expect(check?.measured).toContain(`recorded ${'a'.repeat(64)}`);
}, 60_000);

test('a set path with another version', async () => {
  const { profile, version } = await resolveProfileRef('envoy-gateway');
  const checks = await doctor({
    env: { ...env, GATEPROOF_ETCD_PATH: process.execPath },
    selected: { profile, version },
  });
  expect(named(checks, 'programs')).toMatchObject({
    status: 'fail',
    measured: expect.stringContaining('GATEPROOF_ETCD_PATH: '),
  });
}, 60_000);

test('an old Node and little memory', async () => {
  expect(checkNodeVersion('20.1.0')).toMatchObject({ status: 'fail', measured: 'Node 20.1.0, wanted >=22.19' });
  expect(checkMemory(true, 2e9)).toMatchObject({ status: 'warn', measured: '2.0 GB available, about 3.0 GB wanted' });
  expect(checkMemory(false, 0.5e9).status).toBe('fail');
  expect(checkMemory(false, 2e9).status).toBe('ok');
  const { engines } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(checkNodeVersion(`${engines.node.replace('>=', '')}.0`).status).toBe('ok');
});
