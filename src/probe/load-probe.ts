import { existsSync, globSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import { checkProbe } from './check-probe.ts';
import type { AuthoredProbe, Probe } from './definition.ts';
import { normalise } from './normalise.ts';
import { readManifests } from './read-manifests.ts';

/** The suites that come with gateproof: beside src/, as sources or compiled. */
const suitesFolder = fileURLToPath(new URL('../../suites', import.meta.url));

/** Loads and checks every probe of a folder of suites, sorted by id. Throws UsageError that names file and fault. */
export async function loadProbes(folder: string = suitesFolder): Promise<Probe[]> {
  if (!existsSync(folder))
    throw new UsageError(`there is no folder of suites at ${folder}`, {
      code: 'NO_SUITES',
      hint: 'Name a folder with <suite>/<name>.probe.ts files.',
    });
  const files = globSync('*/*.probe.{ts,js}', { cwd: folder }).filter((file) => !file.endsWith('.d.ts'));
  const probes = await Promise.all(files.map((file) => loadProbe(folder, join(folder, file))));
  const seen = new Map<string, string>();
  for (const probe of probes)
    for (const id of [probe.id, ...probe.formerly]) {
      const other = seen.get(id);
      if (other !== undefined) throw invalid(probe.id, [`the id ${id} is used by ${other} too; ids are never reused`]);
      seen.set(id, probe.id);
    }
  return probes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function loadProbe(folder: string, file: string): Promise<Probe> {
  const module = (await import(pathToFileURL(file).href)) as { default?: AuthoredProbe };
  const place = relative(folder, file).split(sep).join('/');
  const authored = module.default;
  if (authored === undefined) throw invalid(place, ['it has no default export: export default defineProbe({...})']);
  const expected = place.replace(/\.probe\.[tj]s$/, '');
  const problems = authored.id === expected ? [] : [`id is ${authored.id}, the file says ${expected}`];
  // Compiled suites keep their YAML where the sources are packaged: beside the compiled file.
  const probe = normalise(authored, readManifests(join(dirname(file), authored.manifests)));
  problems.push(...checkProbe(probe));
  if (problems.length > 0) throw invalid(place, problems);
  return probe;
}

const invalid = (place: string, problems: string[]) =>
  new UsageError(`suites/${place}: ${problems.join('; ')}`, {
    code: 'INVALID_PROBE',
    hint: 'docs/add-a-probe.md says how a probe is written.',
  });
