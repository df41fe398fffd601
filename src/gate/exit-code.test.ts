import { expect, test } from 'vitest';
import { EXIT_CODES, type ExitFacts, exitCode } from './exit-code.ts';

const ORDER: [keyof ExitFacts, number][] = [
  ['interrupted', 130],
  ['usage', 2],
  ['environment', 3],
  ['internal', 5],
  ['unmet', 1],
  ['undecided', 4],
];

test('nothing to report is 0', () => {
  expect(exitCode({})).toBe(0);
  expect(exitCode({ interrupted: false, unmet: false })).toBe(0);
});

test('every combination gives the code of its first fact in the documented order', () => {
  for (let bits = 0; bits < 2 ** ORDER.length; bits += 1) {
    const held = ORDER.filter((_, index) => (bits >> index) % 2 === 1);
    const facts = Object.fromEntries(held.map(([fact]) => [fact, true]));
    expect(exitCode(facts), JSON.stringify(facts)).toBe(held[0]?.[1] ?? 0);
  }
});

test('the table that is printed is in that order', () => {
  expect(EXIT_CODES.map(({ when, code }) => [when, code])).toEqual(ORDER);
});
