import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialDistribution, binomialTest } from './binomial-test.ts';
import { binomialPower, detectableShift, rejectedCounts } from './power.ts';
import { SPLIT_ALPHA, SPLIT_SAMPLES } from './split.ts';

test('the numbers that the docstring of decideSplit states', () => {
  const power = (asked: number, actual: number) =>
    binomialPower({ n: SPLIT_SAMPLES, asked, actual, alpha: SPLIT_ALPHA });
  expect(power(0.7, 0.64)).toBeCloseTo(0.983, 3);
  expect(power(0.9, 0.86)).toBeCloseTo(0.974, 3);
  expect(power(0.7, 0.76)).toBeCloseTo(0.993, 3);
  expect(power(0.7, 0.7)).toBeLessThanOrEqual(SPLIT_ALPHA);
  expect(power(0.9, 0.9)).toBeLessThanOrEqual(SPLIT_ALPHA);
});

test('rejects exactly the counts that the test rejects, and no more than alpha of them', () => {
  const cases = fc.tuple(
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: 1, max: 19 }),
    fc.constantFrom(0.05, 1e-3, 1e-6),
  );
  fc.assert(
    fc.property(cases, ([n, twentieths, alpha]) => {
      const p = twentieths / 20;
      const rejected = rejectedCounts(n, p, alpha);
      for (let k = 0; k <= n; k++) {
        const pValue = binomialTest(k, n, p);
        if (Math.abs(pValue - alpha) > 1e-12) expect(rejected[k]).toBe(pValue <= alpha);
      }
      const size = binomialDistribution(n, p).reduce((sum, probability, k) => sum + (rejected[k] ? probability : 0), 0);
      expect(size).toBeLessThanOrEqual(alpha + 1e-12);
    }),
    { numRuns: 60 },
  );
});

test('a detectable shift is found with the power asked for, and a smaller one is not', () => {
  const options = { n: 500, asked: 0.8, alpha: 1e-6 };
  const shift = detectableShift({ ...options, power: 0.95 }) ?? Number.NaN;
  const powers = [-1, 1].map((sign) => binomialPower({ ...options, actual: Math.min(1, 0.8 + sign * shift) }));
  expect(Math.min(...powers)).toBeGreaterThanOrEqual(0.949);
  const below = [-1, 1].map((sign) => binomialPower({ ...options, actual: 0.8 + sign * (shift - 0.01) }));
  expect(Math.min(...below)).toBeLessThan(0.95);
  expect(detectableShift({ n: 3, asked: 0.5, alpha: 1e-6, power: 0.95 })).toBeUndefined();
});
