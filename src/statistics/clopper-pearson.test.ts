import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialDistribution } from './binomial-test.ts';
import { clopperPearson, regularisedBeta } from './clopper-pearson.ts';

test("agrees with published values (R's binom.test)", () => {
  const close = (interval: [number, number], [low, high]: [number, number]) => {
    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  };
  close(clopperPearson(682, 925, 0.05), [0.7076683, 0.7654066]);
  close(clopperPearson(0, 10, 0.05), [0, 0.3084971]);
  close(clopperPearson(1, 10, 0.05), [0.002528579, 0.445016117]);
  close(clopperPearson(5, 10, 0.05), [0.187086, 0.812914]);
  close(clopperPearson(10, 10, 0.05), [0.6915029, 1]);
  expect(clopperPearson(0, 0, 0.05)).toEqual([0, 1]);
});

test('covers the true share at least as often as it says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
      let covered = 0;
      for (const [k, probability] of binomialDistribution(n, p).entries()) {
        const [low, high] = clopperPearson(k, n, 0.05);
        if (low <= p && p <= high) covered += probability;
      }
      expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('the beta distribution is the tail of the binomial', () => {
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }))
    .chain(([n, p]) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n), fc.constant(p)));
  fc.assert(
    fc.property(cases, ([k, n, p]) => {
      const tail = binomialDistribution(n, p)
        .slice(k)
        .reduce((sum, probability) => sum + probability, 0);
      expect(regularisedBeta(p, k, n - k + 1)).toBeCloseTo(tail, 8);
    }),
  );
});
