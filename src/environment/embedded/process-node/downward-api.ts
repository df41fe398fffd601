import { availableParallelism, totalmem } from 'node:os';
import type { V1Container, V1ResourceFieldSelector } from '@kubernetes/client-node';
import type { PodFacts } from './pod-facts.ts';

/** Value of a fieldRef; throws for a path that pods do not offer. */
export function downwardField(facts: PodFacts, path: string): string {
  const { metadata, spec } = facts.pod;
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed) return metadata?.[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata?.name ?? '';
    case 'metadata.namespace':
      return metadata?.namespace ?? '';
    case 'metadata.uid':
      return metadata?.uid ?? '';
    case 'metadata.labels':
      return formatMap(metadata?.labels ?? {});
    case 'metadata.annotations':
      return formatMap(metadata?.annotations ?? {});
    case 'spec.nodeName':
      return spec?.nodeName ?? nodeName;
    case 'spec.serviceAccountName':
      return spec?.serviceAccountName ?? 'default';
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIP;
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIP;
    default:
      throw new Error(`fieldPath ${path} is not known here`);
  }
}

/** The one Node of the embedded environment. */
export const nodeName = 'gateproof';

/** Value of a resourceFieldRef; a limit that is not set means the whole machine, as on a node. */
export function downwardResource(container: V1Container, ref: V1ResourceFieldSelector): string {
  const [list, name = ''] = ref.resource.split('.') as ['limits' | 'requests', string];
  const set = container.resources?.[list]?.[name] ?? (list === 'limits' ? machine(name) : '0');
  const divisor = parseQuantity(String(ref.divisor ?? '1')) || 1;
  return String(Math.ceil(parseQuantity(set) / divisor));
}

function machine(name: string): string {
  if (name === 'cpu') return String(availableParallelism());
  return name === 'memory' ? String(totalmem()) : '0';
}

const suffixes: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A resource quantity, such as 100m or 256Mi, as a number. */
export function parseQuantity(text: string): number {
  const [, number, suffix = ''] = /^([\d.]+(?:e\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = suffix === '' ? 1 : suffixes[suffix];
  if (number === undefined || factor === undefined) throw new Error(`"${text}" is not a resource quantity`);
  return Number(number) * factor;
}

function formatMap(map: Record<string, string>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}
