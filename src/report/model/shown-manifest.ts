import { stringify } from 'yaml';
import type { ArmRecord, StoredObject } from '../../results/schema.ts';
import { type AlignedLine, alignLines } from './align-lines.ts';

/** What the API server adds to every object; it says nothing about the probe. */
const NOISE = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields', 'selfLink'];
const LINE_LIMIT = 400;

export interface ShownObject {
  object: string;
  treatment?: StoredObject;
  control?: StoredObject;
  /** Both arms beside each other; names that differ by design do not count as a difference. */
  lines: AlignedLine[];
  same: boolean;
}

/** Objects of both arms, those first that differ. */
export function shownObjects(treatment: ArmRecord | undefined, control: ArmRecord | undefined): ShownObject[] {
  const names = [...new Set([...(treatment?.objects ?? []), ...(control?.objects ?? [])].map(({ object }) => object))];
  const shown = names.map((object): ShownObject => {
    const left = treatment?.objects.find((each) => each.object === object);
    const right = control?.objects.find((each) => each.object === object);
    const lines = alignLines(yamlLines(left), yamlLines(right), { left: neutral(treatment), right: neutral(control) });
    const same = lines.every((line) => line.same) && left?.refusal?.message === right?.refusal?.message;
    return { object, ...(left && { treatment: left }), ...(right && { control: right }), lines, same };
  });
  return [...shown.filter(({ same }) => !same), ...shown.filter(({ same }) => same)];
}

/** As the API server stored it, or, where it was refused, as it was sent. */
function yamlLines(object: StoredObject | undefined): string[] {
  if (object === undefined) return [];
  const lines = toYaml(withoutNoise(object.stored ?? object.sent)).split('\n');
  return lines.length <= LINE_LIMIT
    ? lines
    : [...lines.slice(0, LINE_LIMIT), `# ${lines.length - LINE_LIMIT} more lines`];
}

export const toYaml = (value: unknown): string =>
  stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();

export function withoutNoise(object: StoredObject['sent']): Record<string, unknown> {
  const copy = structuredClone(object) as { metadata?: Record<string, unknown>; status?: unknown };
  delete copy.status;
  for (const name of NOISE) delete copy.metadata?.[name];
  return copy;
}

/** Replaces the names that an arm has for itself. */
function neutral(arm: ArmRecord | undefined): (line: string) => string {
  if (arm === undefined) return (line) => line;
  const own = [
    ...Object.entries(arm.namespaces).map(([name, real]) => [real, `namespace ${name}`]),
    ...Object.values(arm.gateways).flatMap(({ real, listeners }) => [
      [real.split('/').at(-1) ?? real, 'gateway'],
      ...Object.entries(listeners).map(([name, listener]) => [listener.real, `listener ${name}`]),
    ]),
    [arm.label, 'arm'],
  ].sort(([a = ''], [b = '']) => b.length - a.length) as [string, string][];
  return (line) => own.reduce((text, [name, stand]) => text.replaceAll(name, `‹${stand}›`), line);
}
