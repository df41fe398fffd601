import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialTest } from './binomial-test.ts';

test("agrees with published values: Mendel's peas as in R's binom.test, and a coin", () => {
  expect(binomialTest(682, 925, 0.75)).toBeCloseTo(0.3825, 4);
  expect(binomialTest(8, 10, 0.5)).toBeCloseTo(112 / 1024, 12);
  expect(binomialTest(0, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
});

test('agrees with exact integer arithmetic', () => {
  const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));
  const exact = (k: number, n: number, share: number, of: number) => {
    const weight = (j: number) =>
      (factorial(n) / (factorial(j) * factorial(n - j))) *
      BigInt(share) ** BigInt(j) *
      BigInt(of - share) ** BigInt(n - j);
    let sum = 0n;
    for (let j = 0; j <= n; j++) if (weight(j) <= weight(k)) sum += weight(j);
    return Number((sum * 10n ** 15n) / BigInt(of) ** BigInt(n)) / 1e15;
  };
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }))
    .chain(([n, share]) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n), fc.constant(share)));
  fc.assert(
    fc.property(cases, ([k, n, share]) => {
      expect(binomialTest(k, n, share / 10)).toBeCloseTo(exact(k, n, share, 10), 9);
    }),
  );
});

test('is symmetric in success and failure', () => {
  const cases = fc.nat(200).chain((n) => fc.tuple(fc.nat(n), fc.constant(n), fc.integer({ min: 0, max: 100 })));
  fc.assert(
    fc.property(cases, ([k, n, hundredths]) => {
      const p = hundredths / 100;
      expect(binomialTest(k, n, p)).toBeCloseTo(binomialTest(n - k, n, 1 - p), 6);
    }),
  );
});

test('a share of zero or one forbids', () => {
  expect(binomialTest(0, 100, 0)).toBe(1);
  expect(binomialTest(1, 100, 0)).toBe(0);
  expect(binomialTest(99, 100, 1)).toBe(0);
  expect(() => binomialTest(3, 2, 0.5)).toThrow('3 of 2');
});
