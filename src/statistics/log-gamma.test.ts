import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logChoose, logGamma } from './log-gamma.ts';

test('agrees with tabulated values', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
  expect(logGamma(1)).toBeCloseTo(0, 13);
  expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 12);
  expect(logGamma(100.5)).toBeCloseTo(361.4355404677776, 9);
  expect(logGamma(3001)).toBeCloseTo(21024.024853045546, 7);
  expect(() => logGamma(0)).toThrow(RangeError);
});

test('obeys the recurrence of the gamma function', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 5000, noNaN: true }), (x) => {
      const left = logGamma(x + 1);
      expect(Math.abs(left - (logGamma(x) + Math.log(x)))).toBeLessThan(1e-10 * Math.max(1, Math.abs(left)));
    }),
  );
});

test('chooses', () => {
  expect(Math.exp(logChoose(52, 5))).toBeCloseTo(2_598_960, 4);
});
