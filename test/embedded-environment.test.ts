import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmbeddedAssets } from '../src/binaries/embedded-assets.ts';
import { obtainPrograms } from '../src/binaries/obtain-programs.ts';
import { resolveProfileRef } from '../src/profile/profile-ref.ts';

const driver = fileURLToPath(new URL('./embedded-driver.ts', import.meta.url));
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;
let dir: string;
let env: Record<string, string>;

interface DriverEvent {
  event: string;
  [key: string]: unknown;
}

/** The driver as a process, and what it has said so far. */
class Driver {
  readonly process: ChildProcess;
  readonly events: DriverEvent[] = [];
  readonly exited: Promise<number | null>;
  errors = '';

  constructor(scenario: string[], prefix: string[] = [], cache = 'cache') {
    const [command = '', ...args] = [...prefix, process.execPath, driver, ...scenario];
    this.process = spawn(command, args, {
      env: { ...process.env, ...env, GATEPROOF_CACHE: join(dir, cache), HOME: join(dir, cache) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stderr?.on('data', (chunk) => {
      this.errors += String(chunk);
    });
    if (this.process.stdout) {
      createInterface({ input: this.process.stdout }).on('line', (line) =>
        this.events.push(JSON.parse(line) as DriverEvent),
      );
    }
    this.exited = new Promise((resolve) => this.process.on('close', resolve));
  }

  async event(name: string, timeoutMs = 90_000): Promise<DriverEvent> {
    for (const begin = performance.now(); performance.now() - begin < timeoutMs; await sleep(20)) {
      const found = this.events.find(({ event }) => event === name);
      if (found) return found;
      if (this.process.exitCode !== null) break;
    }
    throw new Error(
      `no event ${name}; exit code ${this.process.exitCode}, heard ${JSON.stringify(this.events)}\n${this.errors}`,
    );
  }

  /** Identity of the PID namespace that everything of the run lives in. */
  async namespace(): Promise<string> {
    const { pid } = await this.event('entered');
    return readlinkSync(`/proc/${pid}/ns/pid`);
  }
}

function processesIn(namespace: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/ns/pid`) === namespace;
    } catch {
      return false;
    }
  });
}

async function expectNothingLeft(namespace: string): Promise<void> {
  for (let attempt = 0; attempt < 100 && processesIn(namespace).length > 0; attempt++) await sleep(20);
  expect(processesIn(namespace)).toEqual([]);
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(dir);
  expect(readdirSync(join(dir, 'cache', 'mnt'))).toEqual([]);
}

beforeAll(async () => {
  const { profile, version } = await resolveProfileRef('envoy-gateway');
  const assets = await obtainPrograms(profile, version);
  // The ordinary user of the last test can read neither root's cache nor a temporary folder of root's.
  dir = mkdtempSync('/tmp/gateproof-embedded-');
  const file = join(dir, 'assets.json');
  writeFileSync(file, JSON.stringify(isRoot ? copied(assets) : assets));
  chmodSync(dir, 0o755);
  mkdirSync(join(dir, 'cache'));
  mkdirSync(join(dir, 'cache-of-nobody'));
  env = { GATEPROOF_TEST_ASSETS: file };
  if (isRoot) chownSync(join(dir, 'cache-of-nobody'), 65534, 65534);
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The same assets, at places that everybody may read. */
function copied(assets: EmbeddedAssets): EmbeddedAssets {
  const copy = (path: string, as: string) => {
    cpSync(path, join(dir, as), { recursive: true });
    return join(dir, as);
  };
  const programs = Object.entries(assets.programs).map(([name, program]) => [
    name,
    { ...program, path: copy(program.path, join('bin', name, basename(program.path))) },
  ]);
  return {
    programs: Object.fromEntries(programs),
    crds: { ...assets.crds, dir: copy(assets.crds.dir, 'crds') },
    manifests: { ...assets.manifests, path: copy(assets.manifests.path, 'manifests.yaml') },
  };
}

describe('the embedded environment', () => {
  test('carries HTTP and UDP through a Gateway and keeps every rule of the definitions', async () => {
    const run = new Driver(['traffic']);
    const namespace = await run.namespace();
    expect(await run.exited, run.errors).toBe(0);
    expect(await run.event('http')).toMatchObject({
      status: 200,
      body: { arm: 'a', backend: 'try', seen: { path: '/hello?x=1' } },
    });
    expect(await run.event('udp')).toMatchObject({ answer: { backend: 'try', nonce: 'nonce-1' } });
    expect(await run.event('connect')).toMatchObject({ nobody: 'ECONNREFUSED', served: 'connected' });
    expect((await run.event('crd')).rules).toBeGreaterThan(20);
    expect((await run.event('stopped')).elapsedMs).toBeLessThan(2_000);
    await expectNothingLeft(namespace);
  });

  test('runs pods as a kubelet would', async () => {
    const run = new Driver(['pods']);
    expect(await run.exited, run.errors).toBe(0);
    const shell = await run.event('shell');
    expect(shell.phase).toBe('Succeeded');
    expect((shell.lines as string[]).map((line) => line.replace(/ip=10\.244\.\d+\.\d+$/, 'ip=*'))).toEqual([
      'arg=value of shell',
      'expanded=shell $(POD_NAME) $(UNKNOWN)',
      'secret-env=secret value',
      'prefixed=yes',
      'name=shell ip=*',
      'memory=64',
      'secret-file=secret value',
      'config-file=config value',
      'label=a',
      'shared=from init',
      'token-parts=2',
      'ca=-----BEGIN CERTIFICATE-----',
      'namespace=default',
      'dns=198.18.128.1',
      'dns-full=198.18.128.1',
      'dns-none=none',
      'dir=/config',
    ]);
    expect(await run.event('unknown')).toMatchObject({
      waiting: { reason: 'ErrImagePull', message: expect.stringContaining('example.com/no/such:1') },
    });
    expect((await run.event('restarts')).count).toBeGreaterThanOrEqual(2);
    await run.event('deleted');
    expect(await run.event('controller')).toMatchObject({ version: '1.9.1', paused: 'T' });
    expect((await run.event('controller')).resumed).not.toBe('T');
    expect(await run.event('placed')).toMatchObject({ count: 100 });
  });

  test('ends on SIGINT with 130 and leaves nothing', async () => {
    const run = new Driver(['idle']);
    const namespace = await run.namespace();
    await run.event('ready');
    const begin = performance.now();
    run.process.kill('SIGINT');
    expect(await run.exited).toBe(130);
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(await run.event('interrupted')).toMatchObject({ why: 'SIGINT' });
    await expectNothingLeft(namespace);
  });

  test('leaves nothing after kill -9', async () => {
    const run = new Driver(['idle']);
    const namespace = await run.namespace();
    await run.event('ready');
    expect(processesIn(namespace).length).toBeGreaterThan(8);
    run.process.kill('SIGKILL');
    await run.exited;
    await expectNothingLeft(namespace);
  });

  test.each(['kube-apiserver', 'etcd', 'kube-controller-manager', 'envoy-gateway'])(
    'tells at once that %s died',
    async (part) => {
      const run = new Driver(['fault', part]);
      expect(await run.exited, run.errors).toBe(3);
      const fault = await run.event('fault');
      // A container's process is a child of the one that made its namespaces, and unshare says 1 for a SIGKILL.
      expect(fault).toMatchObject({ part, message: expect.stringMatching(/ended: (signal SIGKILL|exit code 1)$/) });
      // The controller is installed to log warnings only: it may have had nothing to say.
      if (part !== 'envoy-gateway') expect(fault.logTail).not.toEqual([]);
      expect(fault.elapsedMs).toBeLessThan(1_000);
    },
  );

  test.runIf(isRoot)('works for an ordinary user', async () => {
    const readable = await execa(nobody[0] ?? '', [...nobody.slice(1), 'test', '-r', driver], { reject: false });
    expect(readable.failed, `${driver} must be readable by everybody for this test`).toBe(false);
    const run = new Driver(['traffic'], nobody, 'cache-of-nobody');
    expect(await run.exited, run.errors).toBe(0);
    expect(await run.event('http')).toMatchObject({ status: 200 });
    expect(await run.event('udp')).toMatchObject({ answer: { backend: 'try' } });
  });
});
