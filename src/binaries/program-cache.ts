import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeFolder } from './cache-folder.ts';
import type { Platform } from './platform.ts';
import type { ObtainedProgram, ProgramOrigin } from './program.ts';
import type { ProgramRequest } from './program-source.ts';
import { sha256OfFile, sha256OfText } from './sha256.ts';

/** Stands beside each cached program as record.json. */
export interface ProgramRecord {
  name: string;
  wantedVersion: string;
  version: string;
  origin: ProgramOrigin;
  sha256: string;
  /** Bytes and modification time for which `sha256` was computed; another pair means: compute it again. */
  size: number;
  mtimeMs: number;
  obtainedAt: string;
}

/** What a full check of the cache found wrong with one entry. */
export interface CacheDamage {
  dir: string;
  problem: string;
}

/** Name of the entry's folder; a changed build recipe is another entry. */
export function cacheKey(request: ProgramRequest, platform: Platform): string {
  const recipe = request.source.goModule;
  const variant = recipe ? `-${sha256OfText(JSON.stringify(recipe)).slice(0, 8)}` : '';
  return `${request.version}-${platform.os}-${platform.arch}${variant}`;
}

export function programDir(cacheDir: string, request: ProgramRequest, platform: Platform): string {
  return join(cacheDir, 'programs', request.name, cacheKey(request, platform));
}

/** The cached program, or undefined; an entry whose bytes are no longer what was recorded is removed. */
export async function findCached(dir: string): Promise<ObtainedProgram | undefined> {
  const record = await readRecord(dir);
  if (record === undefined) return undefined;
  const path = join(dir, record.name);
  const file = await stat(path).catch(() => undefined);
  if (file === undefined) return undefined;
  if (file.size !== record.size || file.mtimeMs !== record.mtimeMs) {
    if ((await sha256OfFile(path)) !== record.sha256) {
      await rm(dir, { recursive: true, force: true });
      return undefined;
    }
    // A shared cache may be read-only: then the checksum is computed each time.
    await writeRecord(dir, { ...record, size: file.size, mtimeMs: file.mtimeMs }).catch(() => {});
  }
  return toObtained(record, path, true);
}

/** Puts a program that passes `check` and its record into the cache in one rename. */
export async function addToCache(
  dir: string,
  workDir: string,
  file: string,
  facts: Pick<ProgramRecord, 'name' | 'wantedVersion' | 'version' | 'origin'>,
  check: (path: string) => Promise<void>,
): Promise<ObtainedProgram> {
  const entry = join(workDir, 'entry');
  const path = join(entry, facts.name);
  await mkdir(entry, { recursive: true });
  await rename(file, path).catch(() => copyFile(file, path));
  await chmod(path, 0o755);
  await check(path);
  const { size, mtimeMs } = await stat(path);
  const record: ProgramRecord = {
    ...facts,
    sha256: await sha256OfFile(path),
    size,
    mtimeMs,
    obtainedAt: new Date().toISOString(),
  };
  await writeRecord(entry, record);
  await placeFolder(entry, dir);
  return toObtained(record, join(dir, facts.name), false);
}

/** Computes every cached program's checksum again (seconds: about 0.5 GB is read). */
export async function checkPrograms(cacheDir: string): Promise<{ checked: number; damage: CacheDamage[] }> {
  const damage: CacheDamage[] = [];
  let checked = 0;
  const root = join(cacheDir, 'programs');
  for (const name of await readdir(root).catch(() => [] as string[])) {
    for (const entry of await readdir(join(root, name)).catch(() => [] as string[])) {
      const dir = join(root, name, entry);
      checked += 1;
      const record = await readRecord(dir);
      if (record === undefined) {
        damage.push({ dir, problem: 'has no readable record.json' });
        continue;
      }
      const actual = await sha256OfFile(join(dir, record.name)).catch((error: Error) => error.message);
      if (actual !== record.sha256) damage.push({ dir, problem: `sha256 ${actual}, recorded ${record.sha256}` });
    }
  }
  return { checked, damage };
}

async function readRecord(dir: string): Promise<ProgramRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, 'record.json'), 'utf8')) as ProgramRecord;
  } catch {
    return undefined;
  }
}

async function writeRecord(dir: string, record: ProgramRecord): Promise<void> {
  const draft = join(dir, `record.${process.pid}.tmp`);
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
  await rename(draft, join(dir, 'record.json'));
}

function toObtained(record: ProgramRecord, path: string, cached: boolean): ObtainedProgram {
  const { name, wantedVersion, version, sha256, origin } = record;
  return { name, wantedVersion, version, path, sha256, origin, cached };
}
