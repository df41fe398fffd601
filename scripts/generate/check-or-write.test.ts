import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOrWrite } from './check-or-write.ts';

const files = [
  { file: 'docs/a.md', make: () => 'a\n' },
  { file: 'b.json', make: async () => '{}\n' },
];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gateproof-generate-'));
});
afterEach(() => rm(root, { recursive: true }));

test('writes what is missing, then has nothing to do', async () => {
  expect(await checkOrWrite(files, root, false)).toEqual(['docs/a.md', 'b.json']);
  expect(await readFile(join(root, 'docs/a.md'), 'utf8')).toBe('a\n');
  expect(await checkOrWrite(files, root, false)).toEqual([]);
});

test('a check names what is out of date and leaves it alone', async () => {
  await checkOrWrite(files, root, false);
  await writeFile(join(root, 'b.json'), '{ }\n');
  expect(await checkOrWrite(files, root, true)).toEqual(['b.json']);
  expect(await readFile(join(root, 'b.json'), 'utf8')).toBe('{ }\n');
});
