import { expect, test } from 'vitest';
import { didYouMean, nearestFirst } from './nearest-name.ts';

test('orders by likeness', () => {
  expect(nearestFirst('traefic', ['contour', 'envoy-gateway', 'traefik'])[0]).toBe('traefik');
});

test('suggests only what is near', () => {
  expect(didYouMean('namspace', ['namespace', 'release'])).toBe('namespace');
  expect(didYouMean('colour', ['namespace', 'release'])).toBeUndefined();
  expect(didYouMean('x', [])).toBeUndefined();
});
