import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProbes } from '../src/probe/load-probe.ts';
import { verify } from '../src/probe/verify.ts';
import { readResults } from '../src/results/read-results.ts';
import type { Results } from '../src/results/schema.ts';
import { type Ended, leftovers, RunningCli } from './running-cli.ts';

/** One whole run, as a new user does it: every probe, the default profile. */
let dir: string;
let out: string;
let ended: Ended;
let results: Results;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gateproof-run-'));
  out = join(dir, 'out');
  ended = await new RunningCli(['run', '--out', out, '--require', 'HTTPRouteQueryParamMatching'], { cwd: dir }).ended;
  results = await readResults(join(out, 'results.json'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('every probe is decided, and the required one is met', async () => {
  expect(ended.exitCode, ended.stderr).toBe(0);
  const probes = await loadProbes();
  expect(results.probes.map(({ id }) => id)).toEqual(probes.map(({ id }) => id));
  expect(results.partial).toBeUndefined();
  const undecided = results.probes.filter(({ decision }) =>
    ['inconclusive', 'error', 'skipped'].includes(decision.verdict),
  );
  expect(undecided.map(({ id, decision }) => [id, decision])).toEqual([]);
});

test('the identity is that of the running programs', () => {
  const { identity } = results;
  expect(identity).toMatchObject({
    profile: 'envoy-gateway',
    version: '1.9.1',
    runningVersion: '1.9.1',
    environment: 'embedded',
  });
  expect(identity.dataPlane).toMatchObject([{ name: 'envoy', version: '1.39.1' }]);
  expect(identity.gatewayApi).toEqual({ version: '1.6.1', channel: 'experimental' });
});

test('every verdict follows from the file alone', () => {
  expect(verify(results)).toEqual([]);
});

test('the published schema accepts the file', async () => {
  const schema = JSON.parse(
    await readFile(fileURLToPath(new URL('../schema/results.schema.json', import.meta.url)), 'utf8'),
  ) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);
  validate(JSON.parse(await readFile(join(out, 'results.json'), 'utf8')));
  expect(validate.errors ?? []).toEqual([]);
});

test('every output tells the same verdicts, and no secret', async () => {
  const [html, markdown, junit, json] = await Promise.all(
    ['matrix.html', 'matrix.md', 'junit.xml', 'results.json'].map((file) => readFile(join(out, file), 'utf8')),
  );
  const cases = new XMLParser({ ignoreAttributes: false }).parse(junit ?? '') as { testsuites: Record<string, string> };
  expect(Number(cases.testsuites['@_tests'])).toBe(results.probes.length);
  for (const { id } of results.probes) {
    expect(html).toContain(id);
    expect(markdown).toContain(id.split('/')[1]);
    expect(ended.stdout).toContain(id.split('/')[1]);
  }
  expect(html?.length).toBeLessThan(2_000_000);
  for (const text of [html, markdown, junit, json]) expect(text).not.toMatch(/PRIVATE KEY|LS0tLS1CRUdJTi/);
});

test('noes were asked twice, and so was a tenth of the supported', () => {
  const looks = (ids: string[]) =>
    results.probes.filter(({ id }) => ids.includes(id)).map((probe) => probe.looks.length);
  const noes = results.probes.filter(({ decision }) => decision.verdict !== 'supported').map(({ id }) => id);
  expect(Math.min(2, ...looks(noes))).toBe(2);
  const doubted = results.probes.filter((probe) => probe.decision.verdict === 'supported' && probe.looks.length > 1);
  expect(doubted.length).toBeGreaterThanOrEqual(Math.floor((results.probes.length - noes.length) / 10) - noes.length);
});

test('nothing is left', async () => {
  expect(await leftovers([], [out])).toEqual([]);
});

test('a required feature that is decided and not supported is exit code 1', async () => {
  const probe = 'http-route/precedence-of-method';
  const { exitCode, stderr } = await new RunningCli(
    ['run', '--out', join(dir, 'required'), '--probes', probe, '--require', probe],
    { cwd: dir },
  ).ended;
  expect(exitCode, stderr).toBe(1);
  expect(stderr).toContain(probe);
});

test('an exception in a probe is an error cell and exit code 5; the others are decided', async () => {
  const suites = join(dir, 'suites');
  const source = fileURLToPath(new URL('../suites/http-route/', import.meta.url));
  await cp(join(source, 'exact-path.yaml'), join(suites, 'broken', 'throws.yaml'), { recursive: true });
  await cp(join(source, 'method.yaml'), join(suites, 'broken', 'sound.yaml'));
  const definition = fileURLToPath(new URL('../src/probe/definition.ts', import.meta.url));
  const written = async (from: string, to: string, change: (text: string) => string) => {
    const text = (await readFile(join(source, from), 'utf8')).replace('../../src/probe/definition.ts', definition);
    await writeFile(join(suites, 'broken', to), change(text));
  };
  await written('exact-path.probe.ts', 'throws.probe.ts', (text) =>
    text
      .replace("'http-route/exact-path'", "'broken/throws'")
      .replace("'exact-path.yaml'", "'throws.yaml'")
      // The harness throws on a listener that is not there.
      .replace(/path: '\/one'/, "path: '/one', listener: 'nowhere'"),
  );
  await written('method.probe.ts', 'sound.probe.ts', (text) =>
    text.replace("'http-route/method'", "'broken/sound'").replace("'method.yaml'", "'sound.yaml'"),
  );
  const { exitCode, stderr } = await new RunningCli(['run', '--suites', suites, '--out', join(dir, 'broken')], {
    cwd: dir,
  }).ended;
  expect(exitCode, stderr).toBe(5);
  const { probes } = await readResults(join(dir, 'broken', 'results.json'));
  expect(probes.map(({ id, decision }) => [id, decision.verdict])).toEqual([
    ['broken/sound', 'supported'],
    ['broken/throws', 'error'],
  ]);
  expect(probes[1]?.decision.detail).toContain('no listener');
});
