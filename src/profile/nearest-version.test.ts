import { expect, test } from 'vitest';
import { nearestVersionsFirst } from './nearest-version.ts';

test.each([
  ['1.39.1', ['1.36.2', '1.39.0', '1.40.0'], '1.39.0'],
  ['1.39.1', ['1.39.0', '1.39.2'], '1.39.0'],
  ['1.39.1', ['1.38.9', '1.40.0'], '1.40.0'],
  ['1.39.1', ['2.39.1', '1.30.0'], '1.30.0'],
  ['1.8', ['1.9.0', '1.8.0'], '1.8.0'],
  ['1.39.1', ['not-a-version'], undefined],
])('nearest to %s among %j is %s', (wanted, offered, nearest) => {
  expect(nearestVersionsFirst(wanted, offered)[0]).toBe(nearest);
});
