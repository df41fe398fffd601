import type { Manifest } from '../../src/probe/definition.ts';
import type { HttpSend } from '../../src/results/exchange.ts';
import { type Found, findRule, headerOf, type Rule } from './find-rule.ts';

/** What the specification wants to be seen of one HTTP request. Weights are set where more than one backend may answer. */
export interface Answer {
  status: number;
  backend?: string;
  weights?: Record<string, number>;
  seen?: { method: string; path: string; host: string; headers: [string, string][] };
  responseHeaders: [string, string][];
  redirect?: { scheme: string; host: string; port: number; path: string; query: string };
  mirrored: string[];
  elapsedMs: number;
}

interface PathModifier {
  type: string;
  replaceFullPath?: string;
  replacePrefixMatch?: string;
}

interface RedirectFilter {
  scheme?: 'http' | 'https';
  hostname?: string;
  port?: number;
  path?: PathModifier;
  statusCode?: number;
}

interface HeaderFilter {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

/**
 * A Gateway that does what the specification says, as far as the suites http-route, http-filters, traffic-split and timeouts ask: the
 * expectations of their probes are checked against it, in both arms, without any controller.
 */
export function answer(manifests: Manifest[], send: HttpSend): Answer {
  const found = findRule(manifests, send);
  if (found === undefined) return { status: 404, responseHeaders: [], mirrored: [], elapsedMs: 0 };
  const { rule } = found;
  const redirect = filterOf(rule.filters, 'requestRedirect');
  if (redirect !== undefined) return redirected(redirect, found, send);

  const weights = weightsOf(rule);
  const named = Object.entries(weights).filter(([, weight]) => weight > 0);
  const [backend] = named[0] ?? [];
  if (backend === undefined) return { status: 500, responseHeaders: [], mirrored: [], elapsedMs: 0 };

  const delay = Number(headerOf(send.headers, 'x-echo-delay-ms') ?? 0);
  const limits = [rule.timeouts?.request, rule.timeouts?.backendRequest].map(milliseconds);
  const limit = Math.min(...limits.filter((value) => value > 0));
  const mirrored = (rule.filters ?? []).flatMap((filter) => {
    const mirror = filter.requestMirror as { backendRef: { name: string } } | undefined;
    return mirror === undefined ? [] : [mirror.backendRef.name];
  });
  if (delay > limit) return { status: 504, responseHeaders: [], mirrored, elapsedMs: limit };

  const [path = '', query] = send.path.split('?');
  const rewrite = filterOf(rule.filters, 'urlRewrite') as { hostname?: string; path?: PathModifier } | undefined;
  const ref = rule.backendRefs?.find(({ name }) => name === backend);
  const ofRule = modify(send.headers, filterOf(rule.filters, 'requestHeaderModifier'));
  const echoed = send.headers.flatMap(([name, value]): [string, string][] => {
    const colon = value.indexOf(':');
    return name === 'x-echo-set-header' ? [[value.slice(0, colon).trim(), value.slice(colon + 1).trim()]] : [];
  });
  return {
    status: 200,
    ...(named.length === 1 ? { backend } : { weights }),
    seen: {
      method: send.method,
      path: modifyPath(path, found, rewrite?.path) + (query === undefined ? '' : `?${query}`),
      host: rewrite?.hostname ?? send.host,
      headers: modify(ofRule, filterOf(ref?.filters, 'requestHeaderModifier')),
    },
    responseHeaders: modify(echoed, filterOf(rule.filters, 'responseHeaderModifier')),
    mirrored,
    elapsedMs: delay,
  };
}

/** Weights by backend, 1 where none is stated. */
export const weightsOf = ({ backendRefs = [] }: Rule): Record<string, number> =>
  Object.fromEntries(backendRefs.map(({ name, weight }) => [name, weight ?? 1]));

const filterOf = (filters: Record<string, unknown>[] | undefined, field: string): Record<string, unknown> | undefined =>
  filters?.find((filter) => filter[field] !== undefined)?.[field] as Record<string, unknown> | undefined;

function redirected(filter: RedirectFilter, found: Found, send: HttpSend): Answer {
  const { scheme, hostname, port, path: modifier, statusCode } = filter;
  const [path = '', query = ''] = send.path.split('?');
  const wellKnown = scheme === undefined ? found.listener.port : { http: 80, https: 443 }[scheme];
  return {
    status: statusCode ?? 302,
    redirect: {
      scheme: scheme ?? send.scheme,
      host: hostname ?? send.host,
      port: port ?? wellKnown,
      path: modifyPath(path, found, modifier),
      query,
    },
    responseHeaders: [],
    mirrored: [],
    elapsedMs: 0,
  };
}

/** The table of HTTPPathModifier.replacePrefixMatch. */
function modifyPath(path: string, { match }: Found, modifier: PathModifier | undefined): string {
  if (modifier === undefined) return path;
  if (modifier.type === 'ReplaceFullPath') return modifier.replaceFullPath ?? path;
  const prefix = (match.path?.value ?? '/').replace(/\/$/, '');
  const rest = path.slice(prefix.length);
  return (modifier.replacePrefixMatch ?? '').replace(/\/$/, '') + rest || '/';
}

function modify(headers: [string, string][], filter: HeaderFilter | undefined): [string, string][] {
  if (filter === undefined) return headers;
  const gone = new Set(
    [...(filter.remove ?? []), ...(filter.set ?? []).map(({ name }) => name)].map((name) => name.toLowerCase()),
  );
  const written = [...(filter.set ?? []), ...(filter.add ?? [])];
  return [
    ...headers.filter(([name]) => !gone.has(name.toLowerCase())),
    ...written.map(({ name, value }): [string, string] => [name, value]),
  ];
}

/** `1s`, `500ms`; 0 where there is none. */
function milliseconds(duration: string | undefined): number {
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(duration ?? '0s') ?? [];
  if (unit === undefined) throw new Error(`${duration} is not a duration that this reads`);
  return Number(amount) * (unit === 's' ? 1000 : 1);
}
