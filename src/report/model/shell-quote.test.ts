import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuote } from './shell-quote.ts';

test('bash reads back every word as it was', () => {
  const words = fc
    .sample(fc.string({ unit: 'binary', maxLength: 40 }), { numRuns: 300, seed: 7 })
    .map((word) => word.replaceAll('\0', ''));
  words.push('', "it's", '\u2028\u001b[31m\n\r\t', '$(id) `id` \\ "x" !');
  const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
  const read = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  expect(read).toEqual(words);
});

test('what is printed has no control or direction characters', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(shellQuote('a\u001b[2J\u202eb\nc')).not.toMatch(/[\u0000-\u001f\u202e]/);
});
