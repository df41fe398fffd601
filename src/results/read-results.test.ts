import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { fixtureResults } from '../report/fixture/results.ts';
import { readResults } from './read-results.ts';
import { writeResults } from './write-results.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateproof-results-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function failure(text: string): Promise<UsageError> {
  const file = join(folder, 'results.json');
  await writeFile(file, text);
  return readResults(file).then(
    () => expect.unreachable(),
    (error: unknown) => error as UsageError,
  );
}

test('what was written is read back the same', async () => {
  const results = fixtureResults();
  expect(await readResults(await writeResults(results, folder))).toEqual(results);
});

test('a partial run is read, and says why', async () => {
  const file = await writeResults({ ...fixtureResults(), partial: 'interrupted', probes: [] }, folder);
  expect((await readResults(file)).partial).toBe('interrupted');
});

test('a file that is not there is named, with where results are', async () => {
  await expect(readResults(join(folder, 'nothing.json'))).rejects.toThrow(/nothing\.json: there is no such file/);
  await expect(readResults(folder)).rejects.toThrow(/it is a folder/);
});

test('a cut file is not JSON', async () => {
  const error = await failure(JSON.stringify(fixtureResults()).slice(0, 5000));
  expect(error).toBeInstanceOf(UsageError);
  expect(error.code).toBe('RESULTS_NOT_JSON');
  expect(error.exitCode).toBe(2);
});

test('wrong places are named by their path', async () => {
  const results = structuredClone(fixtureResults()) as unknown as { probes: { decision: { verdict: string } }[] };
  results.probes[2]!.decision.verdict = 'splendid';
  const error = await failure(JSON.stringify(results));
  expect(error.code).toBe('RESULTS_INVALID');
  expect(error.message).toContain(join(folder, 'results.json'));
  expect(error.message).toMatch(/\/probes\/2\/decision\/verdict: .*supported/);
});

test('another format is said to be that, not a list of faults', async () => {
  const error = await failure(JSON.stringify({ ...fixtureResults(), format: 2 }));
  expect(error.message).toMatch(/results format 2; this version of gateproof reads format 1/);
});
