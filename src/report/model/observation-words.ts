import type { Expectation } from '../../results/exchange.ts';
import type { Observation } from '../../results/observation.ts';
import { formatMs } from './format-time.ts';
import { capped } from './printable.ts';

type Headers = [string, string][];

/**
 * What came back, one statement a line: who answered, then each thing that an expectation of either arm is about.
 * `arm` is the label of the arm that asked: an answer from another one is crosstalk.
 */
export function observationWords(observation: Observation, about: Expectation[], arm?: string): string[] {
  const { http, seen, sampled, status, error, mirrored, certificate, elapsedMs } = observation;
  const words: (string | false)[] = [
    outcomeWords(observation, arm),
    http?.body !== undefined && http.body !== '' && `body: ${capped(http.body, 200)}`,
    observation.grpc !== undefined &&
      `gRPC ${observation.grpc.name}${observation.grpc.message === '' ? '' : `: ${observation.grpc.message}`}`,
    error !== undefined && `${error.code}: ${error.message}`,
    ...names(about.map(({ responseHeaders }) => responseHeaders)).map(
      (name) => `response header ${headerWords(http?.headers, name)}`,
    ),
    ...seenWords(seen, about),
    about.some(({ redirect }) => redirect) && `Location: ${headerValue(http?.headers, 'location') ?? 'absent'}`,
    ...Object.entries(mirrored ?? {}).map(([name, times]) => `${name} saw it ${times} times`),
    certificate !== undefined &&
      `certificate ${certificate.secret ?? certificate.names.join(', ')} (${certificate.fingerprint.slice(0, 12)})`,
    observation.message !== undefined && `message "${capped(observation.message, 200)}"`,
    about.some((expect) => expect.elapsedMs) && `took ${formatMs(elapsedMs)}`,
    ...Object.entries(sampled?.byAnswer ?? {}).map(([answer, count]) => `${answer}: ${count} of ${sampled?.count}`),
    status !== undefined && !status.current && status.found && 'not current: observedGeneration is behind',
    status?.condition?.message !== undefined &&
      status.condition.message !== '' &&
      capped(status.condition.message, 300),
  ];
  return words.filter((word) => word !== false);
}

function outcomeWords({ outcome, http, answerer, elapsedMs, status, sampled }: Observation, arm?: string): string {
  switch (outcome) {
    case 'answered': {
      const code = http === undefined ? '' : `${http.status} `;
      if (answerer === undefined)
        return http === undefined ? 'answered, not by a backend' : `${code}not from a backend`;
      const from = `${code}from ${answerer.backend}`;
      return arm === undefined || answerer.arm === arm ? from : `${from} of the arm ${answerer.arm}: crosstalk`;
    }
    case 'refused':
      return 'refused';
    case 'silent':
      return `nothing within ${formatMs(elapsedMs)}`;
    case 'sampled':
      return `${sampled?.count ?? 0} samples`;
    case 'fault':
      return 'gateproof could not ask';
    case 'status': {
      if (status === undefined || !status.found) return 'nothing written by this controller';
      if (status.condition !== undefined) return `${status.condition.status}, reason ${status.condition.reason}`;
      return status.value === undefined ? 'no such condition' : `value ${JSON.stringify(status.value)}`;
    }
  }
}

function seenWords(seen: Observation['seen'], about: Expectation[]): string[] {
  if (seen === undefined) return [];
  const wants = (key: 'method' | 'path' | 'host' | 'protocol' | 'tls' | 'sni') =>
    about.some((expect) => expect.seen?.[key] !== undefined);
  const words: (string | false)[] = [
    wants('method') && `backend saw method ${seen.method ?? 'unknown'}`,
    wants('path') && `backend saw path ${seen.path ?? 'unknown'}`,
    wants('host') && `backend saw host ${seen.host ?? 'unknown'}`,
    wants('protocol') && `backend saw ${seen.protocol}`,
    (wants('tls') || wants('sni')) &&
      (seen.tls === undefined ? 'no TLS at the backend' : `backend saw SNI ${seen.tls.sni}`),
    ...names(about.map((expect) => expect.seen?.headers)).map(
      (name) => `backend saw ${headerWords(seen.headers, name)}`,
    ),
  ];
  return words.filter((word) => word !== false);
}

const names = (records: (Record<string, string | null> | undefined)[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record ?? {})).map((name) => name.toLowerCase())),
];

const headerWords = (headers: Headers | undefined, name: string): string => {
  const value = headerValue(headers, name);
  return value === undefined ? `${name} absent` : `${name}: ${capped(value, 300)}`;
};

function headerValue(headers: Headers | undefined, name: string): string | undefined {
  const values = (headers ?? []).filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}
