import { expect, test } from 'vitest';
import { findChecksum } from './release-source.ts';

const digest = 'ab'.repeat(32);

test.each([
  ['a bare digest', `${digest}\n`],
  ['sha256sum lines', `${'0'.repeat(64)}  other\n${digest}  program\n`],
  ['binary mode and a folder', `${digest.toUpperCase()} *./bin/program\n`],
  [
    'a clear-signed file',
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${digest}  program\n-----BEGIN PGP SIGNATURE-----\n`,
  ],
])('reads %s', (_, text) => {
  expect(findChecksum(text, 'program')).toBe(digest);
});

test('gives none for another file or a page in its place', () => {
  expect(findChecksum(`${digest}  program.tar.gz\n`, 'program')).toBeUndefined();
  expect(findChecksum('<html>sign in</html>', 'program')).toBeUndefined();
});
