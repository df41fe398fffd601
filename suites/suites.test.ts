import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkProbe } from '../src/probe/check-probe.ts';
import type { AuthoredProbe, Manifest, Probe } from '../src/probe/definition.ts';
import { editManifests } from '../src/probe/edit-manifests.ts';
import { getAt } from '../src/probe/json-pointer.ts';
import { normalise } from '../src/probe/normalise.ts';
import { readManifests } from '../src/probe/read-manifests.ts';
import type { Exchange, Expectation } from '../src/results/exchange.ts';
import { SPLIT_SAMPLES } from '../src/statistics/split.ts';
import { answer, weightsOf } from './reference/answer.ts';
import { disagreements } from './reference/disagreements.ts';
import { covers, type Rule } from './reference/find-rule.ts';

const folder = dirname(fileURLToPath(import.meta.url));
/** Suites about HTTPRoute alone: the reference Gateway can answer them. */
const ANSWERABLE = ['http-route', 'http-filters', 'traffic-split', 'timeouts'];
const REWRITABLE = /(^|\.)example\.(com|org|net)(:\d+)?$/i;

/** One by one, so that each fault stands under the name of its probe. */
async function load(file: string): Promise<Probe> {
  const { default: authored } = (await import(join(folder, file))) as { default: AuthoredProbe };
  return normalise(authored, readManifests(join(folder, dirname(file), authored.manifests)));
}
const probes = await Promise.all(
  globSync('*/*.probe.ts', { cwd: folder })
    .sort()
    .map(async (file) => [file.replace(/\.probe\.ts$/, ''), await load(file)] as const),
);
const exchangesOf = (probe: Probe): Exchange[] => probe.phases.flatMap(({ exchanges }) => exchanges);
const statements = ({ expect: treatment, control }: Exchange): Expectation[] =>
  control === undefined ? [treatment] : [treatment, control];

describe.each(probes)('%s', (place, probe) => {
  it('passes the checks of the loader', () => {
    expect(checkProbe(probe)).toEqual([]);
    expect(probe.id).toBe(place);
    expect(probe.manifestFile).toBe(`${basename(place)}.yaml`);
    expect(new URL(probe.spec.url).protocol).toBe('https:');
  });

  it('names its exchanges apart, and only those in its readings', () => {
    const names = exchangesOf(probe).map(({ name }) => name);
    for (const { exchanges } of probe.phases)
      expect(new Set(exchanges.map(({ name }) => name)).size).toBe(exchanges.length);
    for (const reading of probe.readings)
      for (const name of Object.keys(reading.exchanges)) expect(names).toContain(name);
  });

  it('has host names that an arm can take its label in, under listeners that cover them', () => {
    for (const { send } of exchangesOf(probe)) {
      const host = 'host' in send ? send.host : 'sni' in send ? send.sni : undefined;
      if (host === undefined) continue;
      expect(host).toMatch(REWRITABLE);
      const listeners = (probe.manifests.find(({ document }) => document.kind === 'Gateway')?.document.spec ?? {}) as {
        listeners?: { hostname?: string }[];
      };
      const named = send.protocol !== 'status' && send.listener !== undefined;
      const fits = (listeners.listeners ?? []).some(({ hostname }) => covers(hostname, host.replace(/:\d+$/, '')));
      expect(named || fits, `${host} fits no listener`).toBe(true);
    }
    for (const stated of exchangesOf(probe).flatMap(statements))
      for (const host of [stated.redirect?.host, stated.seen?.host])
        if (host !== undefined) expect(host).toMatch(REWRITABLE);
    for (const { document } of probe.manifests)
      for (const host of (getAt(document, '/spec/hostnames') ?? []) as string[]) expect(host).toMatch(REWRITABLE);
  });

  it('samples as many as the statistics of a split need', () => {
    for (const { send, expect: treatment } of exchangesOf(probe))
      if (treatment.split !== undefined && 'sample' in send)
        expect(send.sample?.count).toBeGreaterThanOrEqual(SPLIT_SAMPLES);
  });

  it('has parents that are there', () => {
    const gateways = namesOf(probe.manifests, 'Gateway');
    for (const { document } of probe.manifests)
      for (const parent of (getAt(document, '/spec/parentRefs') ?? []) as { name: string; kind?: string }[])
        if ((parent.kind ?? 'Gateway') === 'Gateway') expect(gateways).toContain(parent.name);
  });
});

describe.each(probes.filter(([, { suite }]) => ANSWERABLE.includes(suite)))('%s, answered as specified', (_, probe) => {
  const arms = { treatment: probe.manifests, control: editManifests(probe.manifests, probe.control) };

  it('refers to its own backends only', () => {
    for (const manifests of Object.values(arms))
      for (const rule of manifests.flatMap(rulesOf))
        for (const { name } of rule.backendRefs ?? []) expect(probe.backends).toContain(name);
  });

  it.each(exchangesOf(probe).map((exchange) => [exchange.name, exchange] as const))('%s', (_name, exchange) => {
    const { send, expect: treatment, control } = exchange;
    if (send.protocol !== 'http') {
      // Calls and connections: the first rule is the one that is split.
      const weights = ({ split }: Expectation) => Object.entries(split ?? {});
      if (treatment.split === undefined) return expect(treatment).toEqual({ backend: probe.backends[0] });
      expect(weights(treatment)).toEqual(Object.entries(weightsOf(firstRule(arms.treatment))));
      expect(weights(control ?? treatment)).toEqual(Object.entries(weightsOf(firstRule(arms.control))));
      return expect(weights(treatment)).not.toEqual(weights(control ?? {}));
    }
    const [asTreated, asControlled] = [answer(arms.treatment, send), answer(arms.control, send)];
    expect(disagreements(treatment, asTreated)).toEqual([]);
    expect(disagreements(control ?? treatment, asControlled)).toEqual([]);
    if (control === undefined) return;
    // Neither arm's answer may pass for the other's.
    expect(disagreements(treatment, asControlled)).not.toEqual([]);
    expect(disagreements(control, asTreated)).not.toEqual([]);
  });
});

it('uses every id once', () => {
  const ids = probes.flatMap(([, { id, formerly }]) => [id, ...formerly]);
  expect(new Set(ids).size).toBe(ids.length);
});

const namesOf = (manifests: Manifest[], kind: string): string[] =>
  manifests.filter(({ document }) => document.kind === kind).map(({ document }) => document.metadata.name);

const rulesOf = ({ document }: Manifest): Rule[] => (getAt(document, '/spec/rules') ?? []) as Rule[];

const firstRule = (manifests: Manifest[]): Rule => manifests.flatMap(rulesOf)[0] ?? {};
