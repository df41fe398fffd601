import { expect, test } from 'vitest';
import { met, sampled } from '../fixture/build-observation.ts';
import { fixtureProbes } from '../fixture/probes.ts';
import { sharesOf, shareWords, splitShares, tellingShares } from './split-shares.ts';

const shares = (counts: Record<string, number>, split: Record<string, number>) =>
  sharesOf(met(sampled(counts)), { split });

test('shares come with their exact 99 % interval and with what was asked', () => {
  // Each end is the share at which a tail of the binomial distribution has 0.5 %.
  expect(shares({ v1: 2690, v2: 310 }, { v1: 90, v2: 10 }).map(shareWords)).toEqual([
    'v1 89.7 % [88.2, 91.1], asked 90 %',
    'v2 10.3 % [8.9, 11.8], asked 10 %',
  ]);
});

test('samples of several settled observations are pooled', () => {
  const arm = met(sampled({ v1: 10, v2: 20 }));
  arm.settled.push({ observation: sampled({ v1: 30 }), times: 2 });
  expect(sharesOf(arm, { split: { v1: 1, v2: 1 } }).map(({ answer, count, total }) => [answer, count, total])).toEqual([
    ['v1', 70, 90],
    ['v2', 20, 90],
  ]);
});

test('what was not asked for is shown, and what should get nothing is counted', () => {
  const found = shares({ v1: 97, v3: 2, refused: 1 }, { v1: 1, v3: 0 });
  expect(found.map(shareWords)).toEqual([
    'v1 97.0 % [89.5, 99.7], asked 100 %',
    'v3 2 of 100, asked 0 %',
    'refused 1.0 % [0.0, 7.2], not asked for',
  ]);
  expect(tellingShares(found)).toHaveLength(3);
});

test('of two that were asked for, one tells everything', () => {
  expect(tellingShares(shares({ a: 1, b: 2 }, { a: 1, b: 2 })).map(({ answer }) => answer)).toEqual(['b']);
});

test('a probe that samples nothing has no shares', () => {
  const [probe] = fixtureProbes();
  expect(splitShares(probe!)).toEqual([]);
});
