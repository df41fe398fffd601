import { expect, test } from 'vitest';
import { EXIT_CODES } from '../gate/exit-code.ts';
import { fromInnerExit, toInnerExit } from './inner-exit.ts';

test('every exit code arrives', () => {
  for (const code of [0, ...EXIT_CODES.map((entry) => entry.code)]) expect(fromInnerExit(toInnerExit(code))).toBe(code);
});

test('nothing else is taken for one: codes of unshare and setpriv, signals, codes of Node.js', () => {
  for (const status of [...Array(100).keys(), 126, 127, ...Array.from({ length: 31 }, (_, signal) => 129 + signal)])
    expect(fromInnerExit(status), String(status)).toBeUndefined();
});
