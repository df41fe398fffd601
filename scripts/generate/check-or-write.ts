import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from './generated-file.ts';

/** Brings generated files up to date, or only looks; returns those that were not. */
export async function checkOrWrite(files: GeneratedFile[], root: string, check: boolean): Promise<string[]> {
  const stale: string[] = [];
  for (const { file, make } of files) {
    const path = join(root, file);
    const text = await make();
    if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue;
    stale.push(file);
    if (check) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return stale;
}
