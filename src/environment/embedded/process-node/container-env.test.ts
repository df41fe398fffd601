import { expect, test } from 'vitest';
import { expand } from './container-env.ts';
import { downwardResource, parseQuantity } from './downward-api.ts';

test('expands what is known and leaves the rest', () => {
  const env = { A: '1', 'b.c': '2' };
  expect(expand('$(A)-$(b.c)-$(NO)-$$(A)-$A-$$', env)).toBe('1-2-$(NO)-$(A)-$A-$');
});

test.each([
  ['100m', 0.1],
  ['1Gi', 2 ** 30],
  ['2', 2],
  ['1.5k', 1500],
])('quantity %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test('a quantity that is none is refused', () => {
  expect(() => parseQuantity('12Zi')).toThrow('"12Zi" is not a resource quantity');
});

test('resources are rounded up to the divisor', () => {
  const container = { name: 'c', resources: { limits: { cpu: '1500m', memory: '64Mi' } } };
  expect(downwardResource(container, { resource: 'limits.cpu' })).toBe('2');
  expect(downwardResource(container, { resource: 'limits.memory', divisor: '1Mi' })).toBe('64');
  expect(Number(downwardResource({ name: 'c' }, { resource: 'limits.memory' }))).toBeGreaterThan(2 ** 20);
});
