import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

export interface RedirectRequest {
  scheme: string;
  authority: string;
  port: number;
  path: string;
}

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** Compares the Location, resolved against the request, with what the redirect must point to. */
export function compareRedirect(
  expected: NonNullable<Expectation['redirect']>,
  { http }: Observation,
  request: RedirectRequest | undefined,
): string[] {
  const locations = (http?.headers ?? [])
    .filter(([name]) => name.toLowerCase() === 'location')
    .map(([, value]) => value);
  if (locations.length !== 1) return [`redirect: expected one Location, got ${locations.length}`];
  const location = locations[0]!;
  const url = resolve(location, request);
  if (url === undefined) return [`redirect: Location "${location}" is no URL`];
  const got = {
    scheme: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port),
    path: url.pathname,
    query: url.search.slice(1),
  };
  const wanted = { ...expected, ...(expected.host !== undefined && { host: expected.host.toLowerCase() }) };
  return Object.entries(wanted)
    .filter(([part, value]) => value !== undefined && value !== got[part as keyof typeof got])
    .map(
      ([part, value]) =>
        `redirect ${part}: expected ${value}, got ${got[part as keyof typeof got]} (Location ${location})`,
    );
}

function resolve(location: string, request: RedirectRequest | undefined): URL | undefined {
  if (request === undefined) return URL.parse(location) ?? undefined;
  const host = request.authority.replace(/:\d+$/, '');
  // The path is part of the base only as far as a relative Location needs it; its query never is.
  const path = request.path.split('?')[0]!.replace(/^\/*/, '/');
  const base = URL.parse(path, `${request.scheme}://${host}:${request.port}`);
  return (base === null ? URL.parse(location) : URL.parse(location, base.href)) ?? undefined;
}
