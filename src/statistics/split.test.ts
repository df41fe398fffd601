import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideSplit, SPLIT_SAMPLES } from './split.ts';

test('a right split agrees, a wrong one does not, and a right one with a leak or an error does not', () => {
  expect(decideSplit({ v1: 2700, v2: 300 }, { v1: 90, v2: 10 })).toMatchObject({
    consistent: true,
    n: 3000,
    tests: 1,
    leaks: {},
    errors: {},
  });
  expect(decideSplit({ v1: 2580, v2: 420 }, { v1: 90, v2: 10 })?.consistent).toBe(false);
  expect(decideSplit({ v1: 1500, v2: 1500 }, { v1: 90, v2: 10 })?.consistent).toBe(false);
  expect(decideSplit({ v1: 1500, v2: 1500 }, { v1: 1, v2: 1 })?.consistent).toBe(true);
  const leaked = decideSplit({ v1: 2100, v2: 900, v3: 1 }, { v1: 70, v2: 30, v3: 0 });
  expect(leaked).toMatchObject({ consistent: false, leaks: { v3: 1 }, errors: {} });
  const unknown = decideSplit({ v1: 2100, v2: 900, stranger: 1 }, { v1: 70, v2: 30 });
  expect(unknown).toMatchObject({ consistent: false, leaks: { stranger: 1 } });
  for (const failure of ['refused', 'silent', 'crosstalk', 'status 503', 'grpc UNAVAILABLE'])
    expect(decideSplit({ v1: 2100, v2: 900, [failure]: 1 }, { v1: 70, v2: 30 })).toMatchObject({
      consistent: false,
      leaks: {},
      errors: { [failure]: 1 },
    });
});

test('a share of invalid weights gives that share of 500s', () => {
  const weights = { v1: 3, 'status 500': 1 };
  expect(decideSplit({ v1: 2250, 'status 500': 750 }, weights)).toMatchObject({ consistent: true, errors: {} });
  expect(decideSplit({ v1: 3000 }, weights)?.consistent).toBe(false);
  expect(decideSplit({ v1: 2250, 'status 503': 750 }, weights)).toMatchObject({
    consistent: false,
    errors: { 'status 503': 750 },
  });
});

test('a single positive weight must get everything', () => {
  expect(decideSplit({ v1: 3000 }, { v1: 1, v2: 0 })?.consistent).toBe(true);
  expect(decideSplit({ v1: 2999, v2: 1 }, { v1: 1, v2: 0 })?.consistent).toBe(false);
});

test('too few samples decide nothing', () => {
  expect(decideSplit({}, { v1: 1, v2: 1 })).toBeUndefined();
  expect(decideSplit({ v1: 1000, v2: 1000 }, { v1: 1, v2: 1 })).toBeUndefined();
  expect(decideSplit({ v1: 200, v2: 200 }, { v1: 1, v2: 1 }, { n: 400 })?.consistent).toBe(true);
  expect(decideSplit({}, { v1: 1 }, { n: 0 })).toBeUndefined();
});

test('no positive weight is consistent with nothing', () => {
  expect(decideSplit({ v1: 3000 }, { v1: 0 })?.consistent).toBe(false);
  expect(decideSplit({ v1: 3000 }, {})?.consistent).toBe(false);
});

test('three shares divide alpha', () => {
  const decision = decideSplit({ a: 1500, b: 900, c: 600 }, { a: 50, b: 30, c: 20 });
  expect(decision).toMatchObject({ consistent: true, tests: 3 });
  expect(decision?.shares.map(({ interval: [low, high], asked }) => low < asked && asked < high)).toEqual([
    true,
    true,
    true,
  ]);
});

test('states the shift that it finds', () => {
  expect(decideSplit({ v1: 2100, v2: 900 }, { v1: 70, v2: 30 })?.detects).toBeCloseTo(0.056, 3);
});

const weights = fc.dictionary(fc.constantFrom('v1', 'v2', 'v3', 'v4'), fc.integer({ min: 0, max: 100 }), {
  minKeys: 1,
});

test('exact proportions agree; one answer that was not asked for spoils them; scale and order do not matter', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 2, max: 50 }), (asked, scale) => {
      const total = Object.values(asked).reduce((sum, weight) => sum + weight, 0);
      fc.pre(total > 0);
      const times = Math.ceil(SPLIT_SAMPLES / total);
      const answers = Object.fromEntries(Object.entries(asked).map(([name, weight]) => [name, weight * times]));
      const decision = decideSplit(answers, asked);
      expect(decision?.consistent).toBe(true);
      expect(decideSplit({ ...answers, 'status 404': 1 }, asked)?.consistent).toBe(false);
      const scaled = Object.fromEntries(
        Object.entries(asked)
          .reverse()
          .map(([name, weight]) => [name, weight * scale]),
      );
      expect(decideSplit(answers, scaled)?.pValue).toBeCloseTo(decision?.pValue ?? Number.NaN, 9);
    }),
    { numRuns: 40 },
  );
});
