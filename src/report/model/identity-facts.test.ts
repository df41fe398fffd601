import { expect, test } from 'vitest';
import { fixtureResults } from '../fixture/results.ts';
import { identityFacts, programFacts } from './identity-facts.ts';

test('origins are said in words, and a version that was not the wanted one is marked', () => {
  expect(programFacts(fixtureResults().identity)).toEqual([
    { label: 'envoy 1.39.0 (wanted 1.39.1)', value: 'from the wheel envoy-wheel 1.39.0; sha256 abababababab' },
    {
      label: 'envoy-gateway 1.9.1',
      value:
        'built from module github.com/envoyproxy/gateway v1.9.1, modified: WebAssembly left out; sha256 cdcdcdcdcdcd',
    },
    { label: 'kube-apiserver 1.36.3', value: 'official release, checksum verified; sha256 efefefefefef' },
  ]);
});

test('a data plane program is listed once', () => {
  const { identity } = fixtureResults();
  identity.programs.push(...identity.dataPlane);
  expect(programFacts(identity)).toHaveLength(3);
});

test('what the running program said is beside what was asked for; a mutant is never mistaken for a run', () => {
  const results = fixtureResults();
  results.settings.mutant = 'treatment := control';
  const facts = Object.fromEntries(identityFacts(results).map(({ label, value }) => [label, value]));
  expect(facts.controller).toBe('envoy-gateway 1.9.1 (the running program says v1.9.1)');
  expect(facts.mutant).toContain('tests gateproof, not the controller');
});
