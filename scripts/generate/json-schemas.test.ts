import { readFile } from 'node:fs/promises';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fixtureResults } from '../../src/report/fixture/results.ts';

const published = async (name: string): Promise<ValidateFunction> => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { 'date-time': true, uri: true } });
  return ajv.compile(JSON.parse(await readFile(new URL(`../../schema/${name}`, import.meta.url), 'utf8')) as object);
};

describe('schema/results.schema.json', async () => {
  const validate = await published('results.schema.json');
  type Broken = {
    [key: string]: unknown;
    probes: { decision: Record<string, unknown>; looks: Record<string, unknown>[] }[];
  };
  const broken = (spoil: (results: Broken) => void): boolean => {
    const results = structuredClone(fixtureResults()) as unknown as Broken;
    spoil(results);
    return validate(results);
  };

  test('accepts results with every verdict', () => {
    expect(validate(fixtureResults()), JSON.stringify(validate.errors)).toBe(true);
  });

  test('accepts a partial run', () => {
    expect(broken((results) => Object.assign(results, { partial: 'interrupted', probes: [], features: [] }))).toBe(
      true,
    );
  });

  test.each<[string, (results: Broken) => void]>([
    ['another format', (results) => Object.assign(results, { format: 2 })],
    ['no identity', (results) => delete results.identity],
    ['an unknown verdict', (results) => Object.assign(results.probes[0]!.decision, { verdict: 'splendid' })],
    ['a rule that does not exist', (results) => Object.assign(results.probes[0]!.decision, { rule: 14 })],
    ['a key that nobody wrote', (results) => Object.assign(results.probes[0]!.looks[0]!, { mood: 'good' })],
    ['a text where a number is', (results) => Object.assign(results.probes[0]!.looks[0]!, { startedMs: 'soon' })],
    ['no looks', (results) => delete (results.probes[0] as Partial<Broken['probes'][0]>).looks],
  ])('refuses %s', (_, spoil) => {
    expect(broken(spoil)).toBe(false);
  });
});

describe('schema/profile.schema.json', async () => {
  const validate = await published('profile.schema.json');
  const profile = parse(
    await readFile(new URL('../../profiles/envoy-gateway.yaml', import.meta.url), 'utf8'),
  ) as Record<string, unknown>;

  test('accepts the profile of Envoy Gateway', () => {
    expect(validate(profile), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    ['a misspelt key', { instal: {} }],
    ['a range instead of a version', { defaultVersion: '^1.9' }],
    ['no versions', { versions: [] }],
  ])('refuses %s', (_, spoil) => {
    expect(validate({ ...profile, ...spoil })).toBe(false);
  });
});
