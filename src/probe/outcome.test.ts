import { describe, expect, test } from 'vitest';
import type { Exchange } from '../results/exchange.ts';
import type { ArmExchange } from '../results/schema.ts';
import {
  alive,
  answered,
  arm,
  condition,
  deciding,
  guard,
  noStatus,
  RUN,
  refused,
  resolvedRefs,
  sampled,
  served,
  shown,
  silent,
  statusOf,
} from './fixture/evidence.ts';
import { mapExpectation, outcomeOf } from './outcome.ts';

const inTreatment = (exchange: Exchange, of: ArmExchange) =>
  outcomeOf(exchange, of, { run: RUN, arm: arm('treatment') });
const refusal: Exchange = { ...deciding, expect: { refused: true } };
const split: Exchange = {
  name: 'split',
  send: {
    ...(guard.send as Extract<Exchange['send'], { protocol: 'http' }>),
    sample: { count: 3000, connections: 'kept' },
  },
  expect: { split: { v1: 90, v2: 10 } },
  control: { split: { v1: 1, v2: 1 } },
};

describe('treatment', () => {
  test.each([
    ['expected', deciding, shown(answered(404))],
    ['control', deciding, shown(served('v1', 'treatment'))],
    ['other', deciding, shown(answered(500))],
    ['other', deciding, shown(served('v2', 'treatment'))],
    ['other', deciding, shown([answered(404), served('v1', 'treatment')])],
    ['other', guard, shown([served('v1', 'treatment'), served('v2', 'treatment')])],
    ['crosstalk', guard, shown(served('v1', 'control'))],
    ['crosstalk', guard, shown([served('v1', 'treatment'), served('v1', 'control')])],
    [
      'crosstalk',
      deciding,
      shown(served('v1', 'treatment', { answerer: { ...served('v1', 'treatment').answerer!, run: 'r0' } })),
    ],
    ['crosstalk', deciding, shown(served('v1', 'control', { http: { version: '1.1', status: 404, headers: [] } }))],
    ['fault', guard, shown([served('v1', 'treatment'), { ...silent, outcome: 'fault' }])],
    ['unsampled', guard, shown([])],
    ['expected', resolvedRefs, shown(statusOf(condition('ResolvedRefs', 'False', { reason: 'BackendNotFound' })))],
    ['control', resolvedRefs, shown(statusOf(condition('ResolvedRefs', 'True')))],
    ['other', resolvedRefs, shown(statusOf(condition('ResolvedRefs', 'False', { reason: 'RefNotPermitted' })))],
    [
      'expected',
      resolvedRefs,
      shown(statusOf(condition('ResolvedRefs', 'False', { reason: 'BackendNotFound', observedGeneration: 0 }))),
    ],
    ['other', resolvedRefs, shown(noStatus)],
  ] as const)('%s: %j', (outcome, exchange, of) => {
    expect(inTreatment(exchange, of)).toBe(outcome);
  });

  test('what meets both statements tells nothing apart', () => {
    const vague: Exchange = { ...deciding, expect: { status: [403, 404] }, control: { status: 404 } };
    expect(inTreatment(vague, shown(answered(404)))).toBe('ambiguous');
    expect(inTreatment(vague, shown(answered(403)))).toBe('expected');
  });
});

describe('silence', () => {
  test.each([silent, refused])('is an observation only beside life, and repeated', (nothing) => {
    expect(inTreatment(refusal, shown(nothing, { alive }))).toBe('expected');
    expect(inTreatment(refusal, shown(nothing))).toBe('unsampled');
    expect(inTreatment(refusal, shown(nothing, { alive: { ...alive, before: false } }))).toBe('unsampled');
    expect(inTreatment(refusal, shown(nothing, { alive: { ...alive, after: false } }))).toBe('unsampled');
    expect(inTreatment(refusal, { rounds: 1, settled: [{ observation: nothing, times: 1 }], alive })).toBe('unsampled');
    expect(inTreatment(refusal, { rounds: 2, settled: [{ observation: nothing, times: 2 }], alive })).toBe('expected');
    expect(inTreatment(guard, shown(nothing, { alive }))).toBe('unanswered');
    expect(inTreatment(guard, shown(nothing))).toBe('unsampled');
    expect(inTreatment(guard, shown([nothing, served('v1', 'treatment')], { alive }))).toBe('other');
    expect(inTreatment(guard, shown([nothing, served('v1', 'treatment')]))).toBe('unsampled');
  });

  test('the wrong refusal is an answer', () => {
    expect(inTreatment(refusal, shown(answered(404), { alive }))).toBe('other');
  });
});

describe('samples', () => {
  test.each([
    ['expected', { v1: 2700, v2: 300 }],
    ['control', { v1: 1500, v2: 1500 }],
    ['other', { v1: 2580, v2: 420 }],
    ['other', { v1: 2700, v2: 299, 'status 503': 1 }],
    ['crosstalk', { v1: 2700, v2: 299, crosstalk: 1 }],
    ['unsampled', { v1: 1800, v2: 200 }],
    ['unsampled', {}],
    ['unsampled', { silent: 3000 }],
    ['other', { silent: 300, v1: 2700 }],
  ])('%s: %j', (outcome, byAnswer) => {
    expect(inTreatment(split, shown(sampled(byAnswer)))).toBe(outcome);
  });

  test('fewer samples than the default decide where fewer were asked for; where both statements fit, nothing does', () => {
    const small = (count: number): Exchange => ({
      ...split,
      send: { ...split.send, sample: { count, connections: 'kept' } } as Exchange['send'],
      expect: { split: { v1: 60, v2: 40 } },
    });
    expect(inTreatment(small(400), shown(sampled({ v1: 400 })))).toBe('other');
    expect(inTreatment(small(100), shown(sampled({ v1: 55, v2: 45 })))).toBe('ambiguous');
  });
});

test('expectations carry the label of the arm', () => {
  expect(
    mapExpectation(
      {
        backend: 'v1',
        redirect: { host: 'a.example.com', port: 80 },
        seen: { host: 'b.example.org', sni: '*.c.example.net', path: '/' },
      },
      't1',
    ),
  ).toEqual({
    backend: 'v1',
    redirect: { host: 'a.t1.example.com', port: 80 },
    seen: { host: 'b.t1.example.org', sni: '*.c.t1.example.net', path: '/' },
  });
  expect(mapExpectation({ status: 404 }, 't1')).toEqual({ status: 404 });
});

test('host names, ports and certificates of the arm are compared', () => {
  const https = { ...(guard.send as Extract<Exchange['send'], { protocol: 'http' }>), scheme: 'https' as const };
  const redirect: Exchange = {
    name: 'redirect',
    send: https,
    expect: { status: 302, redirect: { host: 'www.example.com', port: 8443 } },
  };
  const location = (value: string) =>
    shown({ ...answered(302), http: { version: '1.1', status: 302, headers: [['location', value]] } });
  expect(inTreatment(redirect, location('https://www.t1.example.com:8443/'))).toBe('expected');
  expect(inTreatment(redirect, location('/relative'))).toBe('expected');
  expect(inTreatment(redirect, location('https://www.c1.example.com:8443/'))).toBe('other');
  const certificate: Exchange = { name: 'certificate', send: https, expect: { backend: 'v1', certificate: 'cert' } };
  const with_ = (fingerprint: string) => shown(served('v1', 'treatment', { certificate: { fingerprint, names: [] } }));
  expect(inTreatment(certificate, with_('aa'))).toBe('expected');
  expect(inTreatment(certificate, with_('bb'))).toBe('other');
});
