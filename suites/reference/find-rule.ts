import type { Manifest } from '../../src/probe/definition.ts';
import type { HttpSend } from '../../src/results/exchange.ts';

/** The part of a Gateway API rule that decides, as the manifests state it. */
export interface Rule {
  matches?: Match[];
  filters?: Record<string, unknown>[];
  timeouts?: { request?: string; backendRequest?: string };
  backendRefs?: { name: string; weight?: number; filters?: Record<string, unknown>[] }[];
}

interface Match {
  path?: { type?: string; value?: string };
  method?: string;
  headers?: { name: string; value: string }[];
  queryParams?: { name: string; value: string }[];
}

interface Route {
  parentRefs?: { name: string; sectionName?: string }[];
  hostnames?: string[];
  rules?: Rule[];
}

interface Listener {
  name: string;
  protocol: string;
  port: number;
  hostname?: string;
}

export interface Found {
  rule: Rule;
  match: Match;
  listener: Listener;
}

/** Host names as HTTPRouteSpec.hostnames has them: a wildcard is a suffix match of one label and more. */
export const covers = (pattern: string | undefined, host: string): boolean =>
  pattern === undefined ||
  (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern);

/**
 * The HTTPRoute rule that the specification gives a request to, or undefined where it wants a 404. The order of the manifests stands for
 * the order of creation. Reads `type: RegularExpression` as never matching: its meaning is the implementation's.
 */
export function findRule(manifests: Manifest[], send: HttpSend): Found | undefined {
  const host = send.host.replace(/:\d+$/, '').toLowerCase();
  const listener = listenersOf(manifests, send).find(({ hostname }) => covers(hostname, host));
  if (listener === undefined) return undefined;
  const found: { rank: number[]; rule: Rule; match: Match }[] = [];
  for (const [age, { document }] of manifests.entries()) {
    if (document.kind !== 'HTTPRoute') continue;
    const { parentRefs = [], hostnames = [undefined], rules = [] } = document.spec as Route;
    if (!parentRefs.some(({ sectionName }) => sectionName === undefined || sectionName === listener.name)) continue;
    for (const hostname of hostnames.filter((candidate) => covers(candidate, host)))
      for (const [index, rule] of rules.entries())
        for (const match of rule.matches ?? [{}])
          if (holds(match, send)) found.push({ rank: rankOf(hostname ?? '', match, age, index), rule, match });
  }
  const best = found.sort((a, b) => compare(a.rank, b.rank))[0];
  return best === undefined ? undefined : { rule: best.rule, match: best.match, listener };
}

const listenersOf = (manifests: Manifest[], send: HttpSend): Listener[] =>
  manifests
    .filter(({ document }) => document.kind === 'Gateway' && [undefined, document.metadata.name].includes(send.gateway))
    .flatMap(({ document }) => (document.spec as { listeners: Listener[] }).listeners)
    .filter(
      ({ name, protocol }) => protocol === send.scheme.toUpperCase() && [undefined, name].includes(send.listener),
    );

const pathOf = ({ path }: Match) => ({ type: path?.type ?? 'PathPrefix', value: path?.value ?? '/' });

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

function holds(match: Match, send: HttpSend): boolean {
  const [path = '', query = ''] = send.path.split('?');
  const { type, value } = pathOf(match);
  const prefix = withoutSlash(value);
  if (type === 'Exact' ? path !== value : type !== 'PathPrefix' || (path !== prefix && !path.startsWith(`${prefix}/`)))
    return false;
  if (match.method !== undefined && match.method !== send.method) return false;
  const parameters = new URLSearchParams(query);
  return (
    (match.headers ?? []).every((header) => headerOf(send.headers, header.name) === header.value) &&
    (match.queryParams ?? []).every((parameter) => parameters.get(parameter.name) === parameter.value)
  );
}

/** The values of a header, joined as RFC 9110 has it; null where there is none. */
export function headerOf(headers: [string, string][], name: string): string | null {
  const values = headers.filter(([candidate]) => candidate.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? null : values.map(([, value]) => value).join(',');
}

/** Smaller goes first: HTTPRouteSpec.hostnames, then HTTPRouteRule.matches. */
function rankOf(hostname: string, match: Match, age: number, index: number): number[] {
  const { type, value } = pathOf(match);
  return [
    hostname.startsWith('*') ? 0 : -hostname.length,
    -hostname.length,
    type === 'Exact' ? 0 : 1,
    -withoutSlash(value).length,
    match.method === undefined ? 1 : 0,
    -(match.headers?.length ?? 0),
    -(match.queryParams?.length ?? 0),
    age,
    index,
  ];
}

function compare(a: number[], b: number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}
