import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProgressSink } from '../environment/environment.ts';
import type { ProgramSource } from '../profile/schema.ts';
import { type ObtainOptions, obtainProgram } from './obtain-program.ts';
import { processIdentity } from './process-identity.ts';
import { publishGoModule, publishWheel, registryEnvironment } from './testing/local-registries.ts';
import { type LocalReleaseServer, stalling, startLocalReleaseServer } from './testing/local-release-server.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const script = (version: string, from: string) => `#!/bin/sh\necho "hello version ${version}"\n# ${from}\n`;
const goProgram = (text: string) =>
  `package main\nvar version = "unset"\nfunc main() { println("hello version", ${text}) }\n`;
const released = '/releases.test/v1.2.3/hello';
const helloSource: ProgramSource = {
  release: {
    url: 'https://releases.test/v{version}/hello',
    checksums: 'https://releases.test/v{version}/hello.sha256',
  },
  goModule: { module: 'example.test/hello', package: './cmd/hello', ldflags: ['-X main.version={version}'] },
  wheel: { package: 'hello-wheel', file: 'hello/bin/hello' },
  version: { command: ['--version'], pattern: 'hello version (\\S+)' },
};
const hello = { name: 'hello', version: '1.2.3', source: helloSource };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: LocalReleaseServer;
let options: ObtainOptions & { cacheDir: string; env: NodeJS.ProcessEnv };

beforeEach(async () => {
  folder = await temporaryFolder();
  server = await startLocalReleaseServer();
  const env = registryEnvironment(join(folder.path, 'proxy'), join(folder.path, 'wheels'), folder.path);
  options = {
    cacheDir: join(folder.path, 'cache'),
    env: { ...env, GATEPROOF_RELEASE_MIRROR: server.url },
    stallTimeoutMs: 300,
  };
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const publishModule = () =>
  publishGoModule(join(folder.path, 'proxy'), 'example.test/hello', 'v1.2.3', {
    'go.mod':
      'module example.test/hello\n\ngo 1.21\n\nrequire example.test/words v0.0.0\n\nreplace example.test/words => example.test/other v1.0.0\n',
    'cmd/hello/main.go': goProgram('version').replace('var', 'import _ "example.test/words"\nvar'),
  }).then(() =>
    publishGoModule(join(folder.path, 'proxy'), 'example.test/other', 'v1.0.0', {
      'go.mod': 'module example.test/words\n\ngo 1.21\n',
      'words.go': 'package words\n',
    }),
  );

/** Nothing may stay behind: no entry, no work folder, no lock. */
async function leftInCache(): Promise<string[]> {
  const left: string[] = [];
  for (const part of ['programs/hello', 'tmp', 'locks'])
    left.push(...(await readdir(join(options.cacheDir, part)).catch(() => [])));
  return left;
}

async function executable(path: string, content: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
  return path;
}

test('a path that the user sets comes before everything', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const path = await executable(join(folder.path, 'own'), script('1.2.3', 'own'));
  options.env.GATEPROOF_HELLO_PATH = path;
  const program = await obtainProgram(hello, options);
  expect(program).toMatchObject({ path, origin: { kind: 'path', path }, version: '1.2.3', cached: false });
  expect(server.asked).toEqual([]);
});

test('a set path of another version is an error that names both', async () => {
  const path = await executable(join(folder.path, 'own'), script('9.9.9', 'own'));
  options.env.GATEPROOF_HELLO_PATH = path;
  await expect(obtainProgram(hello, options)).rejects.toMatchObject({
    code: 'PROGRAM_VERSION_MISMATCH',
    exitCode: 3,
    message: `hello at ${path} says it is version 9.9.9, wanted 1.2.3 (set by GATEPROOF_HELLO_PATH)`,
  });
});

test('a set path that does not exist is an error, not a download', async () => {
  server.publish(released, script('1.2.3', 'release'));
  options.env.GATEPROOF_HELLO_PATH = join(folder.path, 'nowhere');
  await expect(obtainProgram(hello, options)).rejects.toMatchObject({ code: 'PROGRAM_NOT_RUNNABLE' });
  expect(server.asked).toEqual([]);
});

test('KUBEBUILDER_ASSETS is used for the right version and passed over for another', async () => {
  const etcd = { ...hello, name: 'etcd' };
  const assets = join(folder.path, 'assets');
  const path = await executable(join(assets, 'etcd'), script('1.2.3', 'assets'));
  options.env.KUBEBUILDER_ASSETS = assets;
  expect(await obtainProgram(etcd, options)).toMatchObject({ path, origin: { kind: 'path' } });

  await executable(path, script('1.0.0', 'assets'));
  server.publish(released, script('1.2.3', 'release'));
  const details: string[] = [];
  const progress = { step: ({ detail }: { detail?: string }) => void details.push(detail ?? '') };
  expect(await obtainProgram(etcd, { ...options, progress })).toMatchObject({ origin: { kind: 'release' } });
  expect(details.join('\n')).toContain('KUBEBUILDER_ASSETS has etcd 1.0.0, wanted 1.2.3: not used');
});

test('a release is downloaded once and then comes from the cache', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const first = await obtainProgram(hello, options);
  const url = `${server.url}${released}`;
  expect(first).toMatchObject({ version: '1.2.3', origin: { kind: 'release', url }, cached: false });
  const asked = server.asked.length;
  expect(await obtainProgram(hello, options)).toEqual({ ...first, cached: true });
  expect(server.asked).toHaveLength(asked);
  const record = JSON.parse(await readFile(join(first.path, '..', 'record.json'), 'utf8'));
  expect(record).toMatchObject({ version: '1.2.3', sha256: first.sha256, origin: first.origin });
  expect(await readdir(join(options.cacheDir, 'tmp'))).toEqual([]);
});

test('a cached program that was changed is obtained again', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const first = await obtainProgram(hello, options);
  await writeFile(first.path, script('1.2.3', 'altered'));
  const again = await obtainProgram(hello, options);
  expect(again).toMatchObject({ sha256: first.sha256, cached: false });
  expect(await readFile(again.path, 'utf8')).toBe(script('1.2.3', 'release'));
});

test('a release inside an archive is unpacked', async () => {
  await executable(join(folder.path, 'hello-1.2.3', 'hello'), script('1.2.3', 'archive'));
  await promisify(execFile)('tar', ['-czf', 'hello.tar.gz', 'hello-1.2.3'], { cwd: folder.path });
  const bytes = await readFile(join(folder.path, 'hello.tar.gz'));
  const { stdout } = await promisify(execFile)('sha256sum', ['hello.tar.gz'], { cwd: folder.path });
  server.answers.set('/releases.test/hello.tar.gz', (response) => response.end(bytes));
  server.answers.set('/releases.test/SHA256SUMS', (response) => response.end(`${'0'.repeat(64)}  other\n${stdout}`));
  const release = {
    url: 'https://releases.test/hello.tar.gz',
    checksums: 'https://releases.test/SHA256SUMS',
    file: 'hello-{version}/hello',
  };
  const { path } = await obtainProgram({ ...hello, source: { ...helloSource, release } }, options);
  expect(await readFile(path, 'utf8')).toContain('# archive');
});

test('without a release the Go module is built, with its replace lines and its version', async () => {
  await publishModule();
  const program = await obtainProgram(hello, options);
  const origin = { kind: 'go-module', module: 'example.test/hello', version: 'v1.2.3' };
  expect(program).toMatchObject({ version: '1.2.3', origin });
  expect(server.asked).toEqual([`${released}.sha256`]);
});

test('without release and module the nearest wheel is taken and says which it is', async () => {
  for (const version of ['1.0.0', '1.2.5', '2.2.3'])
    await publishWheel(join(folder.path, 'wheels'), 'hello-wheel', version, {
      'hello/bin/hello': script(version, 'wheel'),
    });
  const program = await obtainProgram(hello, options);
  const origin = { kind: 'wheel', package: 'hello-wheel', version: '1.2.5' };
  expect(program).toMatchObject({ wantedVersion: '1.2.3', version: '1.2.5', origin });
});

test('when nothing has it, every refusal is told', async () => {
  const failure: Error = await obtainProgram(hello, options).then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
  expect(failure).toMatchObject({ code: 'PROGRAM_UNAVAILABLE', exitCode: 3 });
  expect(failure.message).toContain(`release download: ${server.url}${released}.sha256: HTTP status 404, wanted 200`);
  expect(failure.message).toContain('go build: go mod download example.test/hello@v1.2.3 failed');
  expect(failure.message).toContain('pip download: pip: ');
  expect(await leftInCache()).toEqual([]);
});

test('a wrong checksum ends the search: no other source hides it', async () => {
  await publishModule();
  server.publish(released, script('1.2.3', 'foreign'), 'b'.repeat(64));
  await expect(obtainProgram(hello, options)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
  expect(await leftInCache()).toEqual([]);
});

test('a program that says it is another version is not kept', async () => {
  server.publish(released, script('1.2.4', 'release'));
  await expect(obtainProgram(hello, options)).rejects.toMatchObject({ code: 'PROGRAM_VERSION_MISMATCH' });
  expect(await leftInCache()).toEqual([]);
});

test('two at once download once', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const both = await Promise.all([obtainProgram(hello, options), obtainProgram(hello, options)]);
  expect(new Set(both.map(({ path }) => path)).size).toBe(1);
  expect(server.asked).toEqual([`${released}.sha256`, released]);
});

test('an abort ends a download and leaves nothing', async () => {
  server.publish(released, script('1.2.3', 'release'));
  server.answers.set(released, stalling('x'.repeat(1000), 10));
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('interrupted')), 100);
  const run = obtainProgram(hello, { ...options, stallTimeoutMs: 60_000, signal: controller.signal });
  await expect(run).rejects.toThrow('interrupted');
  expect(await leftInCache()).toEqual([]);
});

test('an abort ends a build with all its processes and leaves nothing', async () => {
  await publishGoModule(join(folder.path, 'proxy'), 'example.test/hello', 'v1.2.3', {
    'go.mod': 'module example.test/hello\n\ngo 1.21\n',
    'cmd/hello/main.go': 'package main\nimport _ "net/http"\nfunc main() {}\n',
  });
  // An empty compiler cache makes the build long enough to be interrupted.
  options.env.GOCACHE = join(folder.path, 'gocache');
  const controller = new AbortController();
  const progress = {
    step: ({ detail }: { detail?: string }) => {
      if (detail?.startsWith('go build')) controller.abort(new Error('interrupted'));
    },
  };
  const run = obtainProgram(hello, { ...options, progress, signal: controller.signal });
  await expect(run).rejects.toThrow('interrupted');
  expect(await leftInCache()).toEqual([]);
  expect(await processesNaming(folder.path)).toEqual([]);
}, 30_000);

/** Command lines of living processes that contain the text. */
async function processesNaming(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) found.push(line.replaceAll('\0', ' '));
  }
  return found;
}

test('a full disk is told as such', async () => {
  server.publish(released, script('1.2.3', 'x'.repeat(500_000)));
  // A file system of 100 kB under the cache, in a mount namespace of its own.
  const mounted = 'mkdir -p "$GATEPROOF_CACHE"; mount -t tmpfs -o size=100k tmpfs "$GATEPROOF_CACHE"; exec "$@"';
  const module = fileURLToPath(new URL('./obtain-program.ts', import.meta.url));
  const code = `import { obtainProgram } from ${JSON.stringify(module)}; import { readdirSync } from 'node:fs';
    await obtainProgram(${JSON.stringify(hello)}).catch(({ code, message }) => console.log(JSON.stringify(
      { code, message, left: readdirSync(process.env.GATEPROOF_CACHE + '/tmp') })));`;
  const args = ['--user', '--map-root-user', '--mount', 'sh', '-euc', mounted, 'sh', process.execPath];
  const { stdout } = await promisify(execFile)('unshare', [...args, '--input-type=module', '-e', code], {
    env: { ...options.env, GATEPROOF_CACHE: options.cacheDir },
  });
  expect(JSON.parse(stdout)).toEqual({
    code: 'CACHE_NOT_WRITABLE',
    message: `the cache folder ${options.cacheDir} cannot be written: ENOSPC: no space left on device, write`,
    left: [],
  });
});

test('progress tells the source, which of how many, and the elapsed time', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const events: Parameters<ProgressSink['step']>[0][] = [];
  await obtainProgram(hello, { ...options, index: 2, total: 5, progress: { step: (event) => events.push(event) } });
  expect(events.map(({ state, title }) => `${state} ${title}`)).toEqual([
    'start hello 1.2.3',
    'progress hello 1.2.3: release download',
    'done hello 1.2.3: release download',
  ]);
  for (const event of events) {
    expect(event).toMatchObject({ phase: 'programs', index: 2, total: 5 });
    expect(event.elapsedMs).toBeGreaterThanOrEqual(0);
  }
});

test('a work folder of a dead process is removed on the way', async () => {
  server.publish(released, script('1.2.3', 'release'));
  const { pidNamespace } = processIdentity();
  const own = join(options.cacheDir, 'tmp', `999999999-1-${pidNamespace.replace(/\D/g, '')}-y`);
  await mkdir(own, { recursive: true });
  await obtainProgram(hello, options);
  await expect(stat(own)).rejects.toMatchObject({ code: 'ENOENT' });
});
