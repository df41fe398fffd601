import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { fixtureResults } from '../src/report/fixture/results.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin', 'gateproof.js');
const COMMANDS = ['run', 'list', 'explain', 'report', 'verify', 'doctor', 'gc', 'selftest'];

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gateproof-cli-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Runs the command line in an empty folder with an empty cache. */
async function gateproof(args: string[], env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], {
    cwd: dir,
    reject: false,
    timeout: 120_000,
    stdin: 'ignore',
    env: { GATEPROOF_CACHE: join(dir, 'cache'), NO_COLOR: '1', ...env },
  });
  return { exitCode, stdout, stderr };
}

describe('help and version', () => {
  test('--version is that of the package', async () => {
    expect(await gateproof(['--version'])).toEqual({ exitCode: 0, stdout: packageJson.version, stderr: '' });
  });

  test('--help names every command and the exit codes in their order', async () => {
    const { exitCode, stdout, stderr } = await gateproof(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const codes = [...stdout.slice(stdout.indexOf('Exit codes:')).matchAll(/^ {2}(\d+) /gm)].map(([, code]) => code);
    expect(codes).toEqual(['0', '130', '2', '3', '5', '1', '4']);
  });

  test.each(COMMANDS)('%s --help has three examples, and only options that exist', async (command) => {
    const { exitCode, stdout } = await gateproof([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: gateproof ${command}`);
    const examples = stdout.match(/^ {2}\$ gateproof .*/gm) ?? [];
    expect(examples).toHaveLength(3);
    const known = stdout.slice(stdout.indexOf('Options:'), stdout.indexOf('Examples:'));
    for (const option of examples.join(' ').match(/--[a-z-]+/g) ?? []) expect(known).toContain(option);
    expect(known).not.toContain('--suites');
  });

  test('without a command it says how it is used, and fails', async () => {
    const { exitCode, stdout, stderr } = await gateproof([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: gateproof');
  });
});

describe('wrong use is exit code 2, says what is wrong, and suggests', () => {
  const cases: [what: string, args: string[], says: RegExp[]][] = [
    ['a command that is not there', ['rn'], [/unknown command 'rn'/, /Did you mean run\?/]],
    ['an option that is not there', ['run', '--prob', 'x'], [/unknown option '--prob'/, /Did you mean --probes\?/]],
    ['an argument that is missing', ['explain'], [/missing required argument 'probe'/, /gateproof explain --help/]],
    ['an argument too many', ['doctor', 'now'], [/too many arguments/]],
    ['a list that is not there', ['list', 'probs'], [/known are probes, profiles, features/, /Did you mean probes\?/]],
    [
      'a channel that is not there',
      ['run', '--channel', 'standrad'],
      [/--channel standrad/, /Did you mean standard\?/],
    ],
    ['an environment that comes later', ['run', '--env', 'kind'], [/--env kind: .*embedded.* only/, /Leave --env out/]],
    ['a number that is none', ['run', '--concurrency', '0'], [/--concurrency 0: a whole number from 1/]],
    ['a duration that is none', ['run', '--timeout', 'soon'], [/--timeout soon: a duration such as 90s/]],
    [
      'a profile that is not there',
      ['run', '--profile', 'envoy-gatway'],
      [/no profile envoy-gatway; known: envoy-gateway/],
    ],
    ['a version that is not there', ['run', '--profile', 'envoy-gateway@9.9.9'], [/no version 9\.9\.9; known: /]],
    ['a file of a profile that is not there', ['run', '--profile', './no.yaml'], [/no\.yaml cannot be read/]],
    [
      'a glob that matches nothing',
      ['run', '--probes', 'http-rout/*'],
      [/matches none of the \d+ probes/, /Nearest: http-route\//],
    ],
    [
      'a probe that is not there',
      ['explain', 'http-route/methd'],
      [/no probe http-route\/methd/, /Nearest: http-route\/method/],
    ],
    [
      'a requirement that is not there',
      ['run', '--require', 'HTTPRouteMethodMatch'],
      [/no feature and no probe/, /HTTPRouteMethodMatching/],
    ],
    [
      'a requirement that is not asked',
      ['run', '--probes', 'udp-route', '--require', 'TCPRoute'],
      [/--require TCPRoute: the probes selected by --probes do not ask it/],
    ],
    [
      'a format that is not there',
      ['report', 'x.json', '--format', 'htm'],
      [/known are terminal, html/, /Did you mean html\?/],
    ],
    ['results that are not there', ['verify', 'no.json'], [/no\.json: there is no such file/]],
  ];
  test.each(cases)('%s', async (_, args, says) => {
    const { exitCode, stdout, stderr } = await gateproof(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const words of says) expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
  });

  test('a profile with a typo names file, line and what was meant', async () => {
    const text = await readFile(join(root, 'profiles', 'envoy-gateway.yaml'), 'utf8');
    await writeFile(join(dir, 'mine.yaml'), text.replace('controllerName:', 'controlerName:'));
    const line = text.split('\n').findIndex((each) => each.startsWith('controllerName:')) + 1;
    const { exitCode, stderr } = await gateproof(['run', '--profile', './mine.yaml@1.9.1']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`./mine.yaml:${line}:1`);
    expect(stderr).toContain('controllerName');
  });

  test('a malformed manifest names file, line and column', async () => {
    const suites = await suitesWith('kind: HTTPRoute\nmetadata:\n  name: [\n');
    const { exitCode, stderr } = await gateproof(['list', 'probes', '--suites', suites]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/broken\.yaml:\d+:\d+: /);
    expect(stderr).toContain('docs/add-a-probe.md');
  });

  test('a manifest that is no object says where', async () => {
    const suites = await suitesWith('# nothing but a list\n- a\n');
    const { exitCode, stderr } = await gateproof(['run', '--suites', suites]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('broken.yaml:2:1: not a Kubernetes object');
  });

  test('a folder that cannot be written is refused before anything is started or obtained', async () => {
    await writeFile(join(dir, 'file'), '');
    const { exitCode, stdout, stderr } = await gateproof(['run', '--probes', 'udp-route', '--out', 'file/results']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/nothing can be written to .*file\/results: ENOTDIR/);
    expect(stderr).toContain('--out');
    await expect(readdir(join(dir, 'cache'))).rejects.toThrow('ENOENT');
  });
});

describe('an environment that cannot be had is exit code 3', () => {
  test('run without unshare says what to install, obtains nothing, and leaves no folder', async () => {
    const { exitCode, stderr } = await gateproof(['run', '--out', 'never', '--probes', 'udp-route'], {
      PATH: join(dir, 'no-programs'),
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Install util-linux');
    await expect(readdir(join(dir, 'never'))).rejects.toThrow('ENOENT');
    await expect(readdir(join(dir, 'cache'))).rejects.toThrow('ENOENT');
  });

  test('doctor says what fails and what to do', async () => {
    const { exitCode, stdout, stderr } = await gateproof(['doctor', '--json'], { PATH: join(dir, 'no-programs') });
    expect(exitCode).toBe(3);
    const checks = JSON.parse(stdout) as { name: string; status: string; advice?: string }[];
    const failed = checks.filter(({ status }) => status === 'fail');
    expect(failed.map(({ name }) => name)).toContain('unshare');
    for (const { advice } of failed) expect(advice).toMatch(/\w+/);
    expect(stderr).toMatch(/\d+ checks: [1-9]\d* failed/);
  });
});

describe('what can be asked', () => {
  test('list probes: an aligned line each, or JSON', async () => {
    const [text, json] = await Promise.all([gateproof(['list', 'probes']), gateproof(['list', 'probes', '--json'])]);
    const probes = JSON.parse(json.stdout) as { id: string; features: string[]; checksum: string }[];
    expect(probes.length).toBeGreaterThanOrEqual(50);
    expect(text.stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(probes.map(({ id }) => id));
    expect(text.stderr).toBe(`${probes.length} probes; gateproof explain <probe> shows one`);
    for (const { checksum } of probes) expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  });

  test('list features and profiles', async () => {
    const features = await gateproof(['list', 'features']);
    expect(features.stdout).toMatch(/^HTTPRouteMethodMatching +\d+ probes?$/m);
    const profiles = await gateproof(['list', 'profiles']);
    expect(profiles.stdout).toMatch(/^envoy-gateway@1\.9\.1 +Envoy Gateway .*\(default\)$/m);
  });

  test('explain shows question, specification, both arms and the exchanges', async () => {
    const { exitCode, stdout, stderr } = await gateproof(['explain', 'http-route/header-and']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('a match with two headers needs both');
    expect(stdout).toMatch(/HTTPRouteMatch\.headers: https:\/\/gateway-api\.sigs\.k8s\.io\//);
    expect(stdout).toMatch(/^ {2}> .*ANDed together/m);
    expect(stdout).toMatch(/^ {2}C +- headers:$/m);
    expect(stdout).toContain('- the first alone (deciding)');
    expect(stdout).toMatch(/treatment +status 404, not from a backend\n +control +answered by v1/);
  });

  test('every probe can be explained', async () => {
    const { stdout } = await gateproof(['list', 'probes', '--json']);
    const { loadProbes } = await import('../src/probe/load-probe.ts');
    const { explainProbe } = await import('../src/cli/explain/explain-probe.ts');
    const probes = await loadProbes();
    expect(probes).toHaveLength((JSON.parse(stdout) as unknown[]).length);
    for (const probe of probes) {
      const text = explainProbe(probe, { color: false });
      for (const { name } of probe.phases.flatMap((phase) => phase.exchanges)) expect(text).toContain(`- ${name} (`);
      expect(text).not.toMatch(/undefined|\[object/);
    }
  });
});

describe('results', () => {
  test('report renders a file again: to the terminal, and to files beside it or elsewhere', async () => {
    const file = join(dir, 'given', 'results.json');
    await mkdir(join(dir, 'given'));
    await writeFile(file, JSON.stringify(fixtureResults()));
    const terminal = await gateproof(['report', file]);
    expect(terminal.exitCode).toBe(0);
    expect(terminal.stdout).toContain('Envoy Gateway 1.9.1');
    expect(terminal.stdout).not.toContain('\u001b');
    expect((await gateproof(['report', file], { NO_COLOR: '', FORCE_COLOR: '1' })).stdout).toContain('\u001b[');
    const files = await gateproof([
      'report',
      file,
      '--format',
      'html,markdown',
      '--format',
      'junit',
      '--out',
      'elsewhere',
    ]);
    expect({ exitCode: files.exitCode, stdout: files.stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect((await readdir(join(dir, 'elsewhere'))).sort()).toEqual(['junit.xml', 'matrix.html', 'matrix.md']);
    expect(await readdir(join(dir, 'given'))).toEqual(['results.json']);
  });

  test('verify says that verdicts do not follow from the evidence, with exit code 1', async () => {
    const results = fixtureResults();
    const probe = results.probes.find(({ decision }) => decision.verdict === 'ignored')!;
    probe.decision = { verdict: 'supported', rule: 7, reason: 'as expected' };
    const file = join(dir, 'tampered.json');
    await writeFile(file, JSON.stringify(results));
    const { exitCode, stdout } = await gateproof(['verify', file]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(probe.id);
    expect(stdout).toMatch(/stored: +supported by rule 7/);
    expect(JSON.parse((await gateproof(['verify', file, '--json'])).stdout)).toContainEqual(
      expect.objectContaining({ probe: probe.id, fact: 'verdict over all looks' }),
    );
  });

  test('a file that is not one of ours names each wrong path', async () => {
    const file = join(dir, 'other.json');
    await writeFile(file, JSON.stringify({ format: 1, run: 7 }));
    const { exitCode, stderr } = await gateproof(['report', file]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('/run: ');
  });

  test('a reader that goes away is no fault', async () => {
    const { stdout, stderr } = await execa({
      shell: true,
      cwd: dir,
      timeout: 60_000,
    })`${process.execPath} ${bin} list probes | head -1`;
    expect(stdout).toMatch(/^[a-z-]+\//);
    expect(stderr).not.toMatch(/EPIPE|error/i);
  });
});

describe('gc', () => {
  test('finds nothing in an empty cache', async () => {
    const { exitCode, stdout, stderr } = await gateproof(['gc', '--dry-run']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('nothing is left of earlier runs');
  });

  test('--dry-run says what would be removed and leaves it; without it, it is gone', async () => {
    // Process 2 ** 22 + 1 cannot exist: it is beyond the largest number.
    const namespace = (await readlink('/proc/self/ns/pid')).replace(/\D/g, '');
    const abandoned = join(dir, 'cache', 'tmp', `4194305-1-${namespace}-x`);
    await mkdir(abandoned, { recursive: true });
    const words = `temporary folder ${abandoned}`;
    expect((await gateproof(['gc', '--dry-run'])).stdout).toBe(`would remove ${words}`);
    expect(await gateproof(['gc'])).toMatchObject({ exitCode: 0, stdout: `removed ${words}` });
    expect(await readdir(join(dir, 'cache', 'tmp'))).toEqual([]);
  });
});

/** A folder of suites with one probe whose manifests are this text. */
async function suitesWith(yaml: string): Promise<string> {
  const suites = await mkdtemp(join(dir, 'suites-'));
  await mkdir(join(suites, 'bad'));
  const probe = {
    id: 'bad/broken',
    revision: 1,
    feature: 'HTTPRoute',
    title: 'never asked',
    spec: { section: 'none', url: 'https://example.com', quote: 'none' },
    manifests: 'broken.yaml',
    backends: [],
    exchanges: [],
  };
  await writeFile(join(suites, 'bad', 'broken.probe.js'), `export default ${JSON.stringify(probe)};\n`);
  await writeFile(join(suites, 'package.json'), '{ "type": "module" }');
  await writeFile(join(suites, 'bad', 'broken.yaml'), yaml);
  return suites;
}
