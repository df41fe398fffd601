import type { Results, RunIdentity } from '../../results/schema.ts';
import { formatMs } from './format-time.ts';

export interface Fact {
  label: string;
  value: string;
}

type Program = RunIdentity['programs'][number];
type Words = Record<string, string>;

/** `built from module example.org/x v1.2.3, modified: part left out`. */
function originWords(origin: Program['origin']): string {
  const of = (typeof origin === 'object' && origin !== null && !Array.isArray(origin) ? origin : {}) as Words;
  const modified = of.modified === undefined ? '' : `, modified: ${of.modified}`;
  switch (of.kind) {
    case 'path':
      return `from the path ${of.path}`;
    case 'release':
      return 'official release, checksum verified';
    case 'go-module':
      return `built from module ${of.module} ${of.version}${modified}`;
    case 'wheel':
      return `from the wheel ${of.package} ${of.version}`;
    case 'image':
      return `image ${of.image ?? ''}${of.digest === undefined ? '' : `@${of.digest}`}`;
    default:
      return typeof origin === 'string' ? origin : JSON.stringify(origin);
  }
}

const programWords = ({ name, version, wantedVersion }: Program): string =>
  `${name} ${version}${wantedVersion === undefined || wantedVersion === version ? '' : ` (wanted ${wantedVersion})`}`;

/** The exact identity of a run, in the order in which a reader asks for it. */
export function identityFacts({ identity, claims, settings, machine, startedAt, endedAt, run }: Results): Fact[] {
  const took = Date.parse(endedAt) - Date.parse(startedAt);
  const facts: Fact[] = [
    {
      label: 'controller',
      value: `${identity.profile} ${identity.version} (the running program says ${identity.runningVersion})`,
    },
    ...(identity.variant === undefined ? [] : [{ label: 'variant', value: identity.variant }]),
    { label: 'data plane', value: identity.dataPlane.map(programWords).join(', ') || 'part of the controller' },
    { label: 'Gateway API', value: `${identity.gatewayApi.version}, ${identity.gatewayApi.channel} channel` },
    { label: 'environment', value: `${identity.environment}, Kubernetes ${identity.kubernetes}` },
    { label: 'claims', value: claimsWords(claims) },
    {
      label: 'measured',
      value: `${startedAt.slice(0, 16).replace('T', ' ')} UTC, in ${formatMs(took)}, on ${machine.cpus} CPUs, ${machine.os}`,
    },
    { label: 'gateproof', value: `${identity.gateproof}, rules ${identity.rules}, seed ${identity.seed}, run ${run}` },
    { label: 'install', value: `values with checksum ${identity.installChecksum.slice(0, 12)}` },
  ];
  if (settings.probes.length > 0) facts.push({ label: 'selected', value: settings.probes.join(' ') });
  if (settings.mutant !== undefined)
    facts.push({ label: 'mutant', value: `${settings.mutant}: this run tests gateproof, not the controller` });
  return facts;
}

/** Every program with its origin, data plane first. */
export const programFacts = ({ dataPlane, programs }: RunIdentity): Fact[] =>
  [...dataPlane, ...programs.filter(({ name }) => !dataPlane.some((other) => other.name === name))].map((program) => ({
    label: programWords(program),
    value: `${originWords(program.origin)}; sha256 ${program.sha256.slice(0, 12)}`,
  }));

function claimsWords({ source, version, features }: Results['claims']): string {
  if (features === undefined) return `none published (${source})`;
  return `${features.length} features (${source}${version === undefined ? '' : `, for ${version}`})`;
}
