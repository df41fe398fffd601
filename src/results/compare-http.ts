import { compareRedirect, type RedirectRequest } from './compare-redirect.ts';
import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

type Headers = [string, string][];

interface HttpContext {
  certificates?: Record<string, string>;
  request?: RedirectRequest;
}

/** Compares one answered observation of any protocol. */
export function compareHttp(observation: Observation, expected: Expectation, context: HttpContext): string[] {
  const { http, seen, certificate, message, mirrored, elapsedMs, error } = observation;
  const mismatches = [...compareAnswerer(observation, expected), ...compareStatusCode(observation, expected)];
  const differ = (what: string, wanted: unknown, got: unknown) => {
    mismatches.push(`${what}: expected ${show(wanted)}, got ${show(got)}`);
  };
  if (error !== undefined) mismatches.push(`the answer was cut short (${error.code}: ${error.message})`);
  if (expected.responseHeaders !== undefined) {
    mismatches.push(...compareHeaders('response header', expected.responseHeaders, http?.headers));
  }
  if (expected.seen !== undefined) mismatches.push(...compareSeen(expected.seen, seen));
  if (expected.redirect !== undefined)
    mismatches.push(...compareRedirect(expected.redirect, observation, context.request));
  for (const [backend, wanted] of Object.entries(expected.mirrored ?? {})) {
    const count = mirrored?.[backend];
    if (count === undefined || count > 0 !== wanted) differ(`mirrored to ${backend}`, wanted, count);
  }
  const { min = 0, max = Number.POSITIVE_INFINITY } = expected.elapsedMs ?? {};
  if (elapsedMs < min || elapsedMs > max) differ('elapsed ms', `${min} to ${max}`, Math.round(elapsedMs));
  if (expected.certificate !== undefined) {
    const wanted = context.certificates?.[expected.certificate];
    if (wanted === undefined) mismatches.push(`certificate: no Secret ${expected.certificate} is known`);
    else if (wanted !== certificate?.fingerprint)
      differ(`certificate of ${expected.certificate}`, wanted, certificate?.fingerprint);
  }
  if (expected.message !== undefined && expected.message !== message) differ('message', expected.message, message);
  for (const field of ['split', 'condition', 'absentCondition', 'value', 'valueNot'] as const) {
    if (expected[field] !== undefined) mismatches.push(`${field}: cannot be seen in a single exchange`);
  }
  return mismatches;
}

function compareAnswerer({ answerer }: Observation, expected: Expectation): string[] {
  if (expected.backend !== undefined) {
    return answerer?.backend === expected.backend
      ? []
      : [`backend: expected ${expected.backend}, got ${answerer?.backend ?? 'no backend'}`];
  }
  const fromGateway = expected.status ?? expected.grpcStatus ?? expected.redirect;
  return fromGateway !== undefined && answerer !== undefined
    ? [`backend: expected an answer of the Gateway itself, got one of ${answerer.backend}`]
    : [];
}

function compareStatusCode({ http, grpc }: Observation, expected: Expectation): string[] {
  const mismatches: string[] = [];
  const { status, grpcStatus, backend, redirect } = expected;
  if (status !== undefined) {
    const wanted = [status].flat();
    if (http === undefined || !wanted.includes(http.status)) {
      mismatches.push(`status: expected ${wanted.join(' or ')}, got ${http?.status ?? 'none'}`);
    }
  } else if (redirect !== undefined) {
    if (http === undefined || http.status < 300 || http.status > 399) {
      mismatches.push(`status: expected a redirect, got ${http?.status ?? 'none'}`);
    }
  } else if (backend !== undefined && http !== undefined && http.status !== 200) {
    mismatches.push(`status: expected 200, got ${http.status}`);
  }
  const wantedCode = grpcStatus ?? (backend !== undefined && grpc !== undefined ? 'OK' : undefined);
  if (wantedCode !== undefined && grpc?.name !== wantedCode) {
    mismatches.push(`gRPC status: expected ${wantedCode}, got ${grpc?.name ?? 'none'}`);
  }
  return mismatches;
}

function compareSeen(expected: NonNullable<Expectation['seen']>, seen: Observation['seen']): string[] {
  if (seen === undefined) return ['seen: no backend said what it saw'];
  const mismatches: string[] = [];
  const check = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && wanted !== got)
      mismatches.push(`seen ${what}: expected ${show(wanted)}, got ${show(got)}`);
  };
  check('method', expected.method, seen.method);
  check('path', expected.path, seen.path);
  check('host', expected.host?.toLowerCase(), seen.host?.toLowerCase());
  check('protocol', expected.protocol, seen.protocol);
  check('tls', expected.tls, seen.tls !== undefined);
  check('sni', expected.sni?.toLowerCase(), seen.tls?.sni.toLowerCase());
  if (expected.headers !== undefined) mismatches.push(...compareHeaders('seen header', expected.headers, seen.headers));
  return mismatches;
}

function compareHeaders(what: string, expected: Record<string, string | null>, got: Headers | undefined): string[] {
  const mismatches: string[] = [];
  for (const [name, wanted] of Object.entries(expected)) {
    const value = headerValue(got ?? [], name);
    if (wanted === null ? value === undefined : normal(wanted) === value) continue;
    mismatches.push(`${what} ${name}: expected ${wanted === null ? 'none' : show(wanted)}, got ${show(value)}`);
  }
  return mismatches;
}

function headerValue(headers: Headers, name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : normal(values.join(','));
}

/** "a, b" in one line and "a" and "b" in two say the same (RFC 9110 section 5.3). */
function normal(value: string): string {
  return value.trim().replace(/[ \t]*,[ \t]*/g, ',');
}

function show(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? `"${value}"` : String(value);
}
