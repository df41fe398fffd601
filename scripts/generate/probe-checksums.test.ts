import { expect, test } from 'vitest';
import { nextChecksums } from './probe-checksums.ts';

const probe = (id: string, revision: number, checksum: string, formerly: string[] = []) => ({
  id,
  revision,
  checksum,
  formerly,
});

test('a new probe is recorded, and a new revision replaces the old one', () => {
  expect(
    nextChecksums({ 'a/b': { revision: 1, checksum: 'x' } }, [probe('a/c', 1, 'z'), probe('a/b', 2, 'y')]),
  ).toEqual({
    'a/b': { revision: 2, checksum: 'y' },
    'a/c': { revision: 1, checksum: 'z' },
  });
});

test('another meaning under the same revision is refused, all of them named', () => {
  const before = { 'a/b': { revision: 3, checksum: 'x' }, 'a/c': { revision: 2, checksum: 'x' } };
  expect(() => nextChecksums(before, [probe('a/b', 3, 'y'), probe('a/c', 1, 'x')])).toThrow(
    /a\/b: its meaning changed and its revision is still 3; raise it to 4[\s\S]*a\/c: revision 1 is below the recorded 2/,
  );
});

test('a probe that is gone keeps its id; a renamed one takes its entry along', () => {
  const retired = nextChecksums({ 'a/b': { revision: 1, checksum: 'x' } }, []);
  expect(retired).toEqual({ 'a/b': { revision: 1, checksum: 'x', retired: true } });
  expect(() => nextChecksums(retired, [probe('a/b', 1, 'x')])).toThrow('ids are never used again');
  expect(nextChecksums({ 'a/b': { revision: 1, checksum: 'x' } }, [probe('a/new', 1, 'x', ['a/b'])])).toEqual({
    'a/new': { revision: 1, checksum: 'x' },
  });
});
