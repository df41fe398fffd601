import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignLines } from './align-lines.ts';

const plain = { left: (line: string) => line, right: (line: string) => line };
const line = fc.constantFrom('a', 'b', 'c', 'd');

test('a line that only one arm has stands beside nothing', () => {
  expect(alignLines(['rules:', '- match', '- backend'], ['rules:', '- backend'], plain)).toEqual([
    { left: 'rules:', right: 'rules:', same: true },
    { left: '- match', same: false },
    { left: '- backend', right: '- backend', same: true },
  ]);
});

test('names that differ by design do not count', () => {
  const neutral = {
    left: (text: string) => text.replaceAll('a1t', 'arm'),
    right: (text: string) => text.replaceAll('a1c', 'arm'),
  };
  const lines = alignLines(['host: www.a1t.example.com', 'v: 1'], ['host: www.a1c.example.com', 'v: 2'], neutral);
  expect(lines).toEqual([
    { left: 'host: www.a1t.example.com', right: 'host: www.a1c.example.com', same: true },
    { left: 'v: 1', right: 'v: 2', same: false },
  ]);
});

test('both texts are whole and in order, whatever differs', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 12 }), (left, right) => {
      const lines = alignLines(left, right, plain);
      expect(lines.map((each) => each.left).filter((each) => each !== undefined)).toEqual(left);
      expect(lines.map((each) => each.right).filter((each) => each !== undefined)).toEqual(right);
      expect(
        lines.every((each) => each.same === (each.left === each.right && each.left !== undefined) || !each.same),
      ).toBe(true);
      if (left.join() === right.join()) expect(lines.every((each) => each.same)).toBe(true);
    }),
  );
});

test('texts that are too long to align are shown as different, and are whole', () => {
  const long = Array.from({ length: 1100 }, (_, index) => `line ${index}`);
  const lines = alignLines(long, long, plain);
  expect(lines).toHaveLength(1100);
  expect(lines.every(({ same }) => !same)).toBe(true);
});
