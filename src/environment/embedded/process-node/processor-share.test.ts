import { expect, test } from 'vitest';
import { parseList, processorShare } from './processor-share.ts';

test('pods take turns on pairs of processors', () => {
  expect([0, 1, 2].map((index) => processorShare(index, [0, 1, 2, 5]))).toEqual([
    ['taskset', '--cpu-list', '0,1'],
    ['taskset', '--cpu-list', '2,5'],
    ['taskset', '--cpu-list', '0,1'],
  ]);
  expect(processorShare(7, [3, 4])).toEqual([]);
});

test('reads the list of the kernel', () => {
  expect(parseList('0-3,8,10-11')).toEqual([0, 1, 2, 3, 8, 10, 11]);
  expect(parseList('')).toEqual([]);
});
