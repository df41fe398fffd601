import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

test('says which lines are in one text only', () => {
  expect(lineDiff(['a', 'b', 'c'], ['a', 'x', 'c', 'd']).map((line) => `${line.in} ${line.text}`)).toEqual([
    'both a',
    'left b',
    'right x',
    'both c',
    'right d',
  ]);
});

test('both texts can be read back from it, in order', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const lines = lineDiff(left, right);
      expect(lines.filter((line) => line.in !== 'right').map((line) => line.text)).toEqual(left);
      expect(lines.filter((line) => line.in !== 'left').map((line) => line.text)).toEqual(right);
    }),
  );
});
