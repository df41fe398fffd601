import { isDeepStrictEqual } from 'node:util';
import type { Probe } from './definition.ts';
import { editManifests } from './edit-manifests.ts';
import { getAt } from './json-pointer.ts';

/** What a probe's definition gets wrong, in words; empty when it may be asked. Pure. */
export function checkProbe(probe: Probe): string[] {
  const problems: string[] = [];
  const exchanges = probe.phases.flatMap((phase) => phase.exchanges);
  const objects = new Set(probe.manifests.map(({ object }) => object));

  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(probe.id)) problems.push(`id ${JSON.stringify(probe.id)} is not suite/name`);
  if (exchanges.length === 0) problems.push('it has no exchanges');
  if (!exchanges.some(({ control }) => control !== undefined) && probe.uncontrolled === undefined)
    problems.push('no exchange is deciding (has `control`); say `uncontrolled: <reason>` if that cannot be helped');
  if (probe.uncontrolled !== undefined && probe.control.length > 0)
    problems.push('it is `uncontrolled` and has a control');
  if (probe.spec.quote.trim() === '') problems.push("spec.quote is empty: the specification's words decide");

  for (const { name, expect, control, send } of exchanges) {
    if (isDeepStrictEqual(expect, control)) problems.push(`exchange "${name}": expect and control are the same`);
    if (Object.keys(expect).length === 0) problems.push(`exchange "${name}" expects nothing`);
    for (const stated of [expect, control]) {
      const named = [
        ...(stated?.backend === undefined ? [] : [stated.backend]),
        ...Object.keys(stated?.mirrored ?? {}),
        ...Object.keys(stated?.split ?? {}).filter((key) => !/^status \d+$/.test(key)),
      ];
      for (const backend of named)
        if (!probe.backends.includes(backend))
          problems.push(`exchange "${name}" names backend ${backend}, which is not in backends`);
      if (stated?.split !== undefined && !('sample' in send && send.sample !== undefined))
        problems.push(`exchange "${name}" states a split and sends no sample`);
    }
    if (send.protocol === 'status' && !objects.has(send.object))
      problems.push(`exchange "${name}" reads ${send.object}, which is not there`);
  }

  try {
    editManifests(probe.manifests, probe.control);
  } catch (error) {
    problems.push((error as Error).message);
  }
  const named = [
    ...probe.withheld,
    ...probe.phases.flatMap(({ steps }) => steps.flatMap((step) => ('object' in step ? [step.object] : []))),
    ...probe.expectsConditions.map(({ object }) => object),
    ...probe.fields.map(({ object }) => object),
  ];
  for (const object of named)
    if (!objects.has(object)) problems.push(`${object} is named and not in ${probe.manifestFile}`);
  for (const { object, path } of probe.fields) {
    const manifest = probe.manifests.find((candidate) => candidate.object === object);
    const added = probe.control.some((edit) => edit.edit === 'replace' && edit.object === object && edit.path === path);
    if (manifest !== undefined && !added && getAt(manifest.document, path) === undefined)
      problems.push(`${object} has nothing at ${path}`);
  }
  if (probe.gateways === 'shared') problems.push(...checkShared(probe));
  return problems;
}

/** On a shared Gateway nothing may catch all, and who may attach is the planner's to say. */
function checkShared(probe: Probe): string[] {
  const problems: string[] = [];
  for (const { object, document } of probe.manifests) {
    if (document.kind === 'Gateway')
      for (const [index, listener] of (
        (getAt(document, '/spec/listeners') ?? []) as Record<string, unknown>[]
      ).entries()) {
        const where = `${object} listener ${String(listener.name ?? index)}`;
        if (['HTTP', 'HTTPS', 'TLS'].includes(String(listener.protocol)) && typeof listener.hostname !== 'string')
          problems.push(`${where} has no hostname; on a shared Gateway it would catch all`);
        if (getAt(listener, '/allowedRoutes/namespaces') !== undefined)
          problems.push(`${where} says who may attach; that needs gateways: 'own'`);
      }
    if (
      ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].includes(document.kind) &&
      getAt(document, '/spec/hostnames') === undefined
    )
      problems.push(`${object} has no hostnames; that needs gateways: 'own'`);
  }
  return problems;
}
