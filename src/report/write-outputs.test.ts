import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnvironmentError } from '../errors.ts';
import { fixtureResults } from './fixture/results.ts';
import { writeOutputs } from './write-outputs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateproof-outputs-'));
});
afterEach(async () => {
  await chmod(folder, 0o755);
  await rm(folder, { recursive: true });
});

test('writes the results and every rendering into a new folder, and nothing else', async () => {
  const out = join(folder, 'deep', 'run');
  const files = await writeOutputs(fixtureResults(), out);
  expect(files).toEqual(['results.json', 'matrix.html', 'matrix.md', 'junit.xml'].map((file) => join(out, file)));
  expect((await readdir(out)).sort()).toEqual(['junit.xml', 'matrix.html', 'matrix.md', 'results.json']);
});

test('a rendering that cannot be written is named; the results and the others are there', async () => {
  await mkdir(join(folder, 'matrix.html'));
  const error = await writeOutputs(fixtureResults(), folder).catch((thrown: unknown) => thrown as EnvironmentError);
  expect(error).toMatchObject({ code: 'OUTPUT_NOT_WRITTEN', exitCode: 3 });
  expect((error as Error).message).toMatch(/could not write .*matrix\.html \(\d+ bytes\)/);
  expect((await readdir(folder)).sort()).toEqual(['junit.xml', 'matrix.html', 'matrix.md', 'results.json']);
});

test('a folder that is a file is a clear error', async () => {
  await writeFile(join(folder, 'out'), '');
  await expect(writeOutputs(fixtureResults(), join(folder, 'out'))).rejects.toThrow(/a part of the path is a file/);
});

test('old outputs are replaced whole', async () => {
  await writeOutputs({ ...fixtureResults(), partial: 'x'.repeat(100_000) }, folder);
  await writeOutputs(fixtureResults(), folder);
  expect(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'))).toEqual(fixtureResults());
});

/** A file system of 64 KiB needs a mount, and that a user namespace. */
const canMount = await promisify(execFile)('unshare', ['-rm', 'true']).then(
  () => true,
  () => false,
);

test.skipIf(!canMount)(
  'on a full disk the error says what could not be written, and nothing half-written is left',
  async () => {
    const script = `
    import { writeOutputs } from ${JSON.stringify(new URL('./write-outputs.ts', import.meta.url).href)};
    import { fixtureResults } from ${JSON.stringify(new URL('./fixture/results.ts', import.meta.url).href)};
    import { readdirSync } from 'node:fs';
    const error = await writeOutputs(fixtureResults(), ${JSON.stringify(folder)}).catch((thrown) => thrown);
    console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint, left: readdirSync(${JSON.stringify(folder)}) }));
  `;
    const file = `${folder}.mjs`;
    await writeFile(file, script);
    const { stdout } = await promisify(execFile)('unshare', [
      '-rm',
      'sh',
      '-c',
      `mount -t tmpfs -o size=64k none '${folder}' && '${process.execPath}' '${file}'`,
    ]);
    await rm(file);
    const { code, message, hint, left } = JSON.parse(stdout) as Record<string, string>;
    expect(code).toBe('OUTPUT_NOT_WRITTEN');
    expect(message).toMatch(/could not write .*results\.json \(\d+ bytes\): no space left on the device/);
    expect(hint).toContain('--out');
    expect(left).toEqual([]);
  },
);
