import type { Probe } from '../probe/definition.ts';
import { loadProbes } from '../probe/load-probe.ts';
import { listProfiles } from '../profile/list-profiles.ts';
import { unknownWord } from './options.ts';
import { columns, print, say } from './output.ts';
import { selectProbes } from './selection.ts';

interface ListOptions {
  probes?: string[];
  json?: true;
  suites?: string;
}

/** One list: rows for people, objects for programs. */
interface Listing {
  rows: string[][];
  objects: unknown[];
  summary: string;
}

const LISTS: Record<string, (options: ListOptions) => Promise<Listing>> = {
  probes: listProbes,
  profiles: listAllProfiles,
  features: listFeatures,
};

export async function list([what = '']: string[], options: ListOptions): Promise<number> {
  const make = LISTS[what];
  if (make === undefined) throw unknownWord(`list ${what}`, what, Object.keys(LISTS));
  const { rows, objects, summary } = await make(options);
  if (options.json) print(JSON.stringify(objects, null, 2));
  else {
    print(columns(rows));
    say(summary);
  }
  return 0;
}

async function listProbes(options: ListOptions): Promise<Listing> {
  const probes = selectProbes(await loadProbes(options.suites), options.probes ?? []);
  return {
    rows: probes.map(({ id, level, features, title }) => [id, level, features.join(','), title]),
    objects: probes.map(({ id, revision, checksum, level, features, title, spec, scheduling, uncontrolled }) => ({
      ...{ id, revision, checksum, level, features, title, spec, scheduling },
      ...(uncontrolled === undefined ? {} : { uncontrolled }),
    })),
    summary: `${probes.length} probes; gateproof explain <probe> shows one`,
  };
}

async function listAllProfiles(): Promise<Listing> {
  const listed = await listProfiles();
  return {
    rows: listed.flatMap(({ profile }) =>
      profile.versions.map(({ version, gatewayApi, programs }) => [
        `${profile.name}@${version}`,
        profile.title,
        `Gateway API ${gatewayApi}`,
        Object.entries(programs)
          .map(([name, programVersion]) => `${name} ${programVersion}`)
          .join(', '),
        version === profile.defaultVersion ? '(default)' : '',
      ]),
    ),
    objects: listed.map(({ profile: { name, title, homepage, defaultVersion, versions }, file }) => ({
      ...{ name, title, homepage, file, defaultVersion, versions },
    })),
    summary: `${listed.length} ${listed.length === 1 ? 'profile' : 'profiles'}; --profile <name@version> selects one`,
  };
}

async function listFeatures(options: ListOptions): Promise<Listing> {
  const probes = selectProbes(await loadProbes(options.suites), options.probes ?? []);
  const byFeature = new Map<string, Probe[]>();
  for (const probe of probes)
    for (const feature of probe.features) byFeature.set(feature, [...(byFeature.get(feature) ?? []), probe]);
  const features = [...byFeature].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    rows: features.map(([feature, of]) => [feature, `${of.length} ${of.length === 1 ? 'probe' : 'probes'}`]),
    objects: features.map(([feature, of]) => ({ feature, probes: of.map(({ id }) => id) })),
    summary: `${features.length} features; --probes and --require take their names`,
  };
}
