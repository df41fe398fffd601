import type { Expectation } from '../../results/exchange.ts';

/** What must be shown, one statement a line. */
export function expectationWords(expect: Expectation): string[] {
  const { backend, status, grpcStatus, seen, redirect, elapsedMs, condition } = expect;
  const words: (string | false)[] = [
    backend !== undefined && `answered by ${backend}${status === undefined ? '' : ` with ${list(status)}`}`,
    backend === undefined && status !== undefined && `status ${list(status)}, not from a backend`,
    grpcStatus !== undefined && `gRPC ${grpcStatus}${backend === undefined ? ', not from a backend' : ''}`,
    expect.refused === true && 'refused, or silence',
    ...headerWords('response header', expect.responseHeaders),
    seen?.method !== undefined && `backend saw method ${seen.method}`,
    seen?.path !== undefined && `backend saw path ${seen.path}`,
    seen?.host !== undefined && `backend saw host ${seen.host}`,
    seen?.protocol !== undefined && `backend saw ${seen.protocol}`,
    seen?.tls !== undefined && `TLS ${seen.tls ? 'ended' : 'did not end'} at the backend`,
    seen?.sni !== undefined && `backend saw SNI ${seen.sni}`,
    ...headerWords('backend saw', seen?.headers),
    redirect !== undefined && `redirect to ${redirectWords(redirect)}`,
    ...Object.entries(expect.mirrored ?? {}).map(([name, yes]) => `${name} ${yes ? 'saw' : 'did not see'} a copy`),
    elapsedMs !== undefined && `took ${rangeWords(elapsedMs)}`,
    expect.certificate !== undefined && `certificate of Secret ${expect.certificate}`,
    expect.message !== undefined && `echo of "${expect.message}"`,
    expect.split !== undefined && `split ${splitWords(expect.split)}`,
    condition !== undefined &&
      `${condition.status}${condition.reason === undefined ? '' : `, reason ${list(condition.reason)}`}`,
    expect.absentCondition === true && 'no such condition that is True',
    expect.value !== undefined && `value ${JSON.stringify(expect.value)}`,
    expect.valueNot !== undefined && `any value but ${JSON.stringify(expect.valueNot)}`,
  ];
  return words.filter((word) => word !== false);
}

type Headers = Record<string, string | null> | undefined;

const headerWords = (what: string, headers: Headers): string[] =>
  Object.entries(headers ?? {}).map(([name, value]) =>
    value === null ? `${what} ${name} absent` : `${what} ${name}: ${value}`,
  );

const splitWords = (split: Record<string, number>): string =>
  Object.entries(split)
    .map(([answer, weight]) => `${answer} ${weight}`)
    .join(' : ');

const redirectWords = (redirect: NonNullable<Expectation['redirect']>): string =>
  Object.entries(redirect)
    .map(([part, value]) => `${part} ${value}`)
    .join(', ');

function rangeWords({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min === undefined) return `at most ${max} ms`;
  return max === undefined ? `at least ${min} ms` : `${min} to ${max} ms`;
}

const list = (value: number | string | (number | string)[]): string =>
  Array.isArray(value) ? value.join(' or ') : String(value);
