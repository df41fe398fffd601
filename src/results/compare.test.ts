import { describe, expect, it } from 'vitest';
import { type ComparisonContext, meets } from './compare.ts';
import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

const context: ComparisonContext = {
  run: 'r1',
  arm: 't',
  certificates: { 'cert-a': 'aa', 'cert-b': 'bb' },
  request: { scheme: 'http', authority: 'www.t.example.com', port: 8080, path: '/from/here?q=1' },
};
const answerer = { marker: 'gateproof-echo', run: 'r1', arm: 't', backend: 'v1', pod: 'p', nonce: 'n1' } as const;
const base = { outcome: 'answered', atMs: 1, elapsedMs: 100, nonce: 'n1' } as const;
const response = (status: number, headers: [string, string][] = []) => ({ version: '1.1', status, headers });

const served: Observation = {
  ...base,
  answerer,
  http: response(200, [
    ['X-A', '1'],
    ['x-a', '2'],
    ['x-list', 'a, b'],
  ]),
  seen: {
    protocol: 'HTTP/1.1',
    method: 'GET',
    path: '/p?q=1',
    host: 'WWW.t.example.com',
    headers: [
      ['X-One', '1'],
      ['x-one', '2'],
    ],
  },
  mirrored: { v2: 1, v3: 0 },
  certificate: { fingerprint: 'aa', names: [] },
};
const gatewayNotFound: Observation = { ...base, http: response(404) };
const refused: Observation = { ...base, outcome: 'refused', error: { code: 'ECONNRESET', message: 'reset' } };
const silent: Observation = { ...base, outcome: 'silent' };
const grpcOk: Observation = { ...base, answerer, grpc: { code: 0, name: 'OK', message: '' }, http: response(200) };
const unimplemented: Observation = {
  ...base,
  grpc: { code: 12, name: 'UNIMPLEMENTED', message: '' },
  http: response(200),
};
const echoed: Observation = { ...base, answerer, message: 'hello' };
const passed: Observation = { ...base, answerer, seen: { protocol: 'tcp', tls: { sni: 'a.t.example.com' } } };
const moved = (location: string): Observation => ({ ...base, http: response(302, [['Location', location]]) });
const status = (rest: Partial<NonNullable<Observation['status']>>): Observation => ({
  outcome: 'status',
  atMs: 1,
  elapsedMs: 0,
  status: { found: true, current: true, generation: 2, ...rest },
});
const condition = { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', observedGeneration: 2 } as const;
const sampled = (byAnswer: Record<string, number>): Observation => ({
  ...base,
  outcome: 'sampled',
  sampled: { count: Object.values(byAnswer).reduce((a, b) => a + b, 0), byAnswer, series: [], failing: [] },
});

const met: [string, Observation, Expectation][] = [
  ['backend', served, { backend: 'v1' }],
  ['backend of another status', { ...served, http: response(503) }, { backend: 'v1', status: 503 }],
  ['backend over gRPC', grpcOk, { backend: 'v1' }],
  ['backend over gRPC with its code', grpcOk, { backend: 'v1', grpcStatus: 'OK' }],
  ['backend over TLS', passed, { backend: 'v1', seen: { tls: true, sni: 'A.t.example.com' } }],
  ['status', gatewayNotFound, { status: 404 }],
  ['one of several statuses', gatewayNotFound, { status: [403, 404] }],
  ['grpcStatus', unimplemented, { grpcStatus: 'UNIMPLEMENTED' }],
  ['refused by a reset', refused, { refused: true }],
  ['refused by silence', silent, { refused: true }],
  ['responseHeaders joined', served, { responseHeaders: { 'x-A': '1,2' } }],
  ['responseHeaders with spaces', served, { responseHeaders: { 'x-list': 'a,b' } }],
  ['responseHeaders absent', served, { responseHeaders: { 'x-none': null } }],
  [
    'seen',
    served,
    { seen: { method: 'GET', path: '/p?q=1', host: 'www.t.example.com', protocol: 'HTTP/1.1', tls: false } },
  ],
  ['seen headers', served, { seen: { headers: { 'X-ONE': '1,2', 'x-two': null } } }],
  ['mirrored', served, { mirrored: { v2: true, v3: false } }],
  ['elapsedMs', served, { elapsedMs: { min: 100, max: 100 } }],
  ['certificate', served, { certificate: 'cert-a' }],
  ['message', echoed, { backend: 'v1', message: 'hello' }],
  ['condition', status({ condition }), { condition: { status: 'False', reason: 'BackendNotFound' } }],
  ['condition that is stale, and used', status({ condition, current: false }), { condition: { status: 'False' } }],
  ['condition without a reason', status({ condition }), { condition: { status: 'False' } }],
  [
    'condition with one of the reasons',
    status({ condition }),
    { condition: { status: 'False', reason: ['A', 'BackendNotFound'] } },
  ],
  ['absentCondition', status({}), { absentCondition: true }],
  ['absentCondition that is False', status({ condition }), { absentCondition: true }],
  ['value', status({ value: { a: [1, 2] } }), { value: { a: [1, 2] } }],
  ['every sample', sampled({ v1: 9, v2: 0 }), { backend: 'v1' }],
  ['every sample with a status', sampled({ 'status 500': 9 }), { status: [500, 503] }],
  ['every sample refused', sampled({ refused: 3, silent: 1 }), { refused: true }],
  ['every sample with a gRPC code', sampled({ 'grpc UNAVAILABLE': 3 }), { grpcStatus: 'UNAVAILABLE' }],
];

const missed: [string, Observation, Expectation, string][] = [
  ['backend', served, { backend: 'v2' }, 'backend: expected v2, got v1'],
  ['backend', gatewayNotFound, { backend: 'v1' }, 'backend: expected v1, got no backend'],
  [
    'backend with another status',
    { ...served, http: response(503) },
    { backend: 'v1' },
    'status: expected 200, got 503',
  ],
  ['backend with another gRPC code', unimplemented, { backend: 'v1' }, 'gRPC status: expected OK, got UNIMPLEMENTED'],
  ['backend with another nonce', { ...served, nonce: 'n2' }, { backend: 'v1' }, 'nonce: expected n2, got n1'],
  ['status', gatewayNotFound, { status: 403 }, 'status: expected 403, got 404'],
  ['status from a backend', { ...served, http: response(404) }, { status: 404 }, 'got one of v1'],
  ['grpcStatus', unimplemented, { grpcStatus: 'UNAVAILABLE' }, 'expected UNAVAILABLE, got UNIMPLEMENTED'],
  [
    'grpcStatus where HTTP failed',
    gatewayNotFound,
    { grpcStatus: 'UNIMPLEMENTED' },
    'expected UNIMPLEMENTED, got none',
  ],
  ['grpcStatus from a backend', grpcOk, { grpcStatus: 'OK' }, 'got one of v1'],
  ['refused', gatewayNotFound, { refused: true }, 'expected a refusal, got HTTP 404'],
  ['an answer', silent, { status: 404 }, 'expected an answer, got silent'],
  ['an answer', refused, { mirrored: { v2: false } }, 'expected an answer, got refused (ECONNRESET: reset)'],
  ['a whole answer', { ...gatewayNotFound, error: { code: 'ECONNRESET', message: 'x' } }, { status: 404 }, 'cut short'],
  ['responseHeaders', served, { responseHeaders: { 'x-a': '1' } }, 'response header x-a: expected "1", got "1,2"'],
  ['responseHeaders absent', served, { responseHeaders: { 'x-a': null } }, 'expected none, got "1,2"'],
  ['responseHeaders', served, { responseHeaders: { 'x-z': '' } }, 'expected "", got none'],
  ['seen method', served, { seen: { method: 'POST' } }, 'seen method: expected "POST", got "GET"'],
  ['seen path', served, { seen: { path: '/p' } }, 'seen path'],
  ['seen host', served, { seen: { host: 'other.example.com' } }, 'seen host'],
  ['seen protocol', served, { seen: { protocol: 'HTTP/2' } }, 'seen protocol'],
  ['seen tls', served, { seen: { tls: true } }, 'seen tls'],
  ['seen tls', passed, { seen: { tls: false } }, 'seen tls'],
  ['seen sni', passed, { seen: { sni: 'b.example.com' } }, 'seen sni'],
  ['seen headers', served, { seen: { headers: { 'x-one': null } } }, 'seen header x-one'],
  ['seen without a backend', gatewayNotFound, { seen: { method: 'GET' } }, 'no backend said'],
  ['mirrored', served, { mirrored: { v2: false } }, 'mirrored to v2: expected false, got 1'],
  ['mirrored, when nobody looked', served, { mirrored: { v9: false } }, 'mirrored to v9: expected false, got none'],
  ['elapsedMs', served, { elapsedMs: { max: 99 } }, 'elapsed ms'],
  ['elapsedMs', served, { elapsedMs: { min: 101 } }, 'elapsed ms'],
  ['certificate', served, { certificate: 'cert-b' }, 'certificate of cert-b'],
  ['certificate that is unknown', served, { certificate: 'cert-c' }, 'no Secret cert-c'],
  ['certificate without TLS', gatewayNotFound, { certificate: 'cert-a' }, 'got none'],
  ['message', echoed, { message: 'other' }, 'message: expected "other", got "hello"'],
  ['condition', status({ condition }), { condition: { status: 'True' } }, 'expected True, got False'],
  [
    'condition reason',
    status({ condition }),
    { condition: { status: 'False', reason: ['A', 'B'] } },
    'expected A or B',
  ],
  ['condition that is not there', status({}), { condition: { status: 'False' } }, 'none of this type'],
  [
    'condition of no status',
    status({ found: false, current: false }),
    { condition: { status: 'False' } },
    'wrote no status',
  ],
  ['absentCondition', status({ condition: { ...condition, status: 'True' } }), { absentCondition: true }, 'got True'],
  ['value', status({ value: 2 }), { value: 1 }, 'value: expected 1, got 2'],
  ['value', status({}), { value: null }, 'value: expected null, got none'],
  ['status in a status', status({}), { backend: 'v1' }, 'cannot be seen in a status'],
  ['condition in an exchange', served, { condition: { status: 'True' } }, 'cannot be seen in a single exchange'],
  ['every sample', sampled({ v1: 9, v2: 1 }), { backend: 'v1' }, 'got 1 × v2'],
  ['every sample refused', sampled({ refused: 9, v1: 1 }), { refused: true }, 'got 1 × v1'],
  ['any sample', sampled({}), { backend: 'v1' }, 'got none'],
  ['seen in samples', sampled({ v1: 1 }), { backend: 'v1', seen: { path: '/' } }, 'seen: cannot be seen in samples'],
  ['anything in a fault', { ...base, outcome: 'fault' }, { refused: true }, 'the harness failed'],
];

it.each(met)('meets %s', (_what, observation, expectation) => {
  expect(meets(observation, expectation, context)).toEqual({ ok: true });
});

it.each(missed)('misses %s', (_what, observation, expectation, words) => {
  const comparison = meets(observation, expectation, context);
  expect(comparison).toMatchObject({ ok: false, crosstalk: false });
  expect(comparison.ok ? '' : comparison.mismatches.join('\n')).toContain(words);
});

describe('redirect', () => {
  it.each<[string, NonNullable<Expectation['redirect']>]>([
    ['https://WWW.t.example.com/', { scheme: 'https', host: 'www.t.example.com', port: 443, path: '/', query: '' }],
    ['http://www.t.example.com', { scheme: 'http', port: 80, path: '/' }],
    ['/there?x=1', { scheme: 'http', host: 'www.t.example.com', port: 8080, path: '/there', query: 'x=1' }],
    ['there', { path: '/from/there', query: '' }],
    ['//org.t.example.com:90/', { scheme: 'http', host: 'Org.t.example.com', port: 90 }],
    ['?y=2', { path: '/from/here', query: 'y=2' }],
  ])('meets %s', (location, redirect) => {
    expect(meets(moved(location), { redirect }, context)).toEqual({ ok: true });
  });

  it.each<[string, Observation, Expectation]>([
    ['scheme', moved('http://a/'), { redirect: { scheme: 'https' } }],
    ['host', moved('http://a/'), { redirect: { host: 'b' } }],
    ['effective port', moved('http://www.t.example.com/'), { redirect: { port: 8080 } }],
    ['path', moved('/a'), { redirect: { path: '/b' } }],
    ['query', moved('/a?x'), { redirect: { query: '' } }],
    ['status of a redirect', { ...base, http: response(200, [['location', '/a']]) }, { redirect: { path: '/a' } }],
    ['stated status', moved('/a'), { status: 301, redirect: { path: '/a' } }],
    ['one Location', { ...base, http: response(302) }, { redirect: {} }],
    ['Gateway', { ...moved('/a'), answerer }, { redirect: { path: '/a' } }],
  ])('misses the %s', (_what, observation, expectation) => {
    expect(meets(observation, expectation, context)).toMatchObject({ ok: false, crosstalk: false, unanswered: false });
  });
});

describe('crosstalk', () => {
  const strangers: [string, Observation][] = [
    ['another arm', { ...served, answerer: { ...answerer, arm: 'c' } }],
    ['another run', { ...served, answerer: { ...answerer, run: 'r2' } }],
  ];
  it.each(strangers)('is an answer of %s, whatever was expected', (_what, observation) => {
    const expectations: Expectation[] = [
      { backend: 'v1' },
      { status: 200 },
      { refused: true },
      { elapsedMs: { max: 500 } },
      {},
    ];
    for (const expectation of expectations) {
      expect(meets(observation, expectation, context)).toMatchObject({ ok: false, crosstalk: true, unanswered: false });
    }
  });

  it('is seen in samples', () => {
    const comparison = meets(sampled({ v1: 9, crosstalk: 1 }), { backend: 'v1' }, context);
    expect(comparison).toMatchObject({ ok: false, crosstalk: true, unanswered: false });
  });
});

it('says when nothing answered', () => {
  const unanswered = [
    refused,
    silent,
    sampled({ refused: 2, silent: 1 }),
    sampled({}),
    status({ found: false, current: false }),
  ];
  for (const observation of unanswered) {
    const expectation: Expectation = observation.outcome === 'status' ? { value: 1 } : { backend: 'v1' };
    expect(meets(observation, expectation, context)).toMatchObject({ ok: false, unanswered: true });
  }
  expect(meets(sampled({ refused: 2, v2: 1 }), { backend: 'v1' }, context)).toMatchObject({
    ok: false,
    unanswered: false,
  });
});

describe('split', () => {
  const observation = sampled({ v1: 90, v2: 10 });
  const expectation: Expectation = { split: { v1: 9, v2: 1 } };

  it('is decided by the hook', () => {
    const asked: unknown[] = [];
    const yes = meets(observation, expectation, {
      ...context,
      decideSplit: (...args) => {
        asked.push(args);
        return { ok: true };
      },
    });
    const no = meets(observation, expectation, {
      ...context,
      decideSplit: () => ({ ok: false, mismatches: ['p = 0.0001'] }),
    });
    expect(yes).toEqual({ ok: true });
    expect(asked).toEqual([[observation.sampled, { v1: 9, v2: 1 }]]);
    expect(no).toMatchObject({ ok: false, mismatches: ['p = 0.0001'] });
  });

  it('is never taken for met without one', () => {
    expect(() => meets(observation, expectation, context)).toThrow('nothing was given that decides it');
  });
});
