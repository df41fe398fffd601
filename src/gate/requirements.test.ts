import { expect, test } from 'vitest';
import { fixtureResults } from '../report/fixture/results.ts';
import type { Results } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import { checkRequirements } from './requirements.ts';

/** Results whose probes a/1, a/2, ... of one feature have these verdicts; undefined: not run. */
function resultsOf(verdicts: (Verdict | undefined)[], rolledUp: Verdict): Results {
  const results = fixtureResults();
  const [sample] = results.probes;
  if (sample === undefined) throw new Error('the fixture has no probe');
  results.probes = verdicts.map((verdict, index) => ({
    ...sample,
    id: `a/${index + 1}`,
    features: ['F'],
    looks: verdict === undefined ? [] : sample.looks,
    decision: { verdict: verdict ?? 'inconclusive', rule: 7, reason: 'why' },
  }));
  const skipped = verdicts.filter((verdict) => verdict === 'skipped').length;
  const supported = verdicts.filter((verdict) => verdict === 'supported').length;
  const total = verdicts.length;
  results.features = [{ feature: 'F', verdict: rolledUp, supported, skipped, total, claim: 'none published' }];
  return results;
}

const statesOf = (results: Results, required: string[], selected: string[] = []) =>
  checkRequirements(results, required, selected).map(({ item, state }) => `${item} ${state}`);

test.each([
  ['supported', 'met'],
  ['rejected', 'not met'],
  ['ignored', 'not met'],
  ['incorrect', 'not met'],
  ['partial', 'not met'],
  ['absent', 'not met'],
  ['inconclusive', 'undecided'],
  ['skipped', 'undecided'],
  ['error', 'undecided'],
] as const)('a required probe or feature that is %s is %s', (verdict, state) => {
  expect(statesOf(resultsOf([verdict], verdict), ['a/1', 'F'])).toEqual([`a/1 ${state}`, `F ${state}`]);
});

test('what was not run is undecided', () => {
  expect(statesOf(resultsOf(['supported', undefined], 'supported'), ['a/2', 'a/3', 'F', 'G'])).toEqual([
    'a/2 undecided',
    'a/3 undecided',
    'F undecided',
    'G undecided',
  ]);
});

test('a skipped probe keeps its feature from passing, and does not hide a no', () => {
  expect(statesOf(resultsOf(['supported', 'skipped'], 'supported'), ['F'])).toEqual(['F undecided']);
  expect(statesOf(resultsOf(['ignored', 'skipped'], 'ignored'), ['F'])).toEqual(['F not met']);
});

test('without requirements every selected probe must be decided, whatever the verdict', () => {
  const results = resultsOf(['ignored', 'supported', 'inconclusive', undefined], 'ignored');
  expect(statesOf(results, [], ['a/1', 'a/2', 'a/3', 'a/4'])).toEqual([
    'a/1 met',
    'a/2 met',
    'a/3 undecided',
    'a/4 undecided',
  ]);
});
