import { expect, test } from 'vitest';
import { answered, met, missed, sampled } from '../fixture/build-observation.ts';
import { armMet } from './arm-met.ts';

const observation = answered('a1t', 'v1');

test('met when nothing wrong was seen since the window began', () => {
  expect(armMet(met(observation))).toBe(true);
  expect(armMet({ rounds: 1, firstGoodMs: 1, settled: [{ observation, times: 1 }] })).toBe(true);
});

test('not met when the window has a wrong answer, or there never was a good one', () => {
  expect(armMet(missed(observation))).toBe(false);
  expect(armMet({ ...met(observation), lastWrongMs: observation.atMs + 500 })).toBe(false);
});

test('undecided where nothing settled, and for samples', () => {
  expect(armMet({ rounds: 3, settled: [] })).toBeUndefined();
  expect(armMet(met(sampled({ v1: 3 })))).toBeUndefined();
});
