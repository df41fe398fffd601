import { expect, test } from 'vitest';
import { answered, arm, RUN, sampled, served, shown, silent } from './fixture/evidence.ts';
import { wasServed } from './served.ts';

const context = { run: RUN, arm: arm('treatment') };

test.each([
  ['a backend of this arm', served('v1', 'treatment')],
  ['a backend that answers 503', served('v1', 'treatment', { http: { version: '1.1', status: 503, headers: [] } })],
  ['a redirect', answered(302)],
  ['an empty 200 of the Gateway', answered(200)],
  ['a gRPC answer', { ...answered(0), http: undefined, grpc: { code: 0, name: 'OK', message: '' } }],
  ['an echoed message', { ...silent, outcome: 'answered' as const, message: 'hello' }],
  ['one sample of many', sampled({ v1: 1, 'status 503': 2999 })],
  ['sampled redirects', sampled({ 'status 302': 1 })],
])('service: %s', (_what, observation) => {
  expect(wasServed(shown(observation as typeof silent), context)).toBe(true);
});

test.each([
  ['another arm', served('v1', 'control')],
  ['a 404 of the Gateway', answered(404)],
  ['a 400 of the Gateway', answered(400)],
  ['a 100', answered(100)],
  ['silence', silent],
  ['a gRPC refusal', { ...answered(200), grpc: { code: 12, name: 'UNIMPLEMENTED', message: '' } }],
  [
    'samples that all failed',
    sampled({ 'status 503': 10, refused: 10, silent: 1, crosstalk: 1, 'grpc UNAVAILABLE': 1 }),
  ],
  ['a count of none', sampled({ v1: 0, 'status 503': 1 })],
])('no service: %s', (_what, observation) => {
  expect(wasServed(shown(observation as typeof silent), context)).toBe(false);
});

test('once in the settled window is enough', () => {
  expect(wasServed(shown([answered(404), served('v1', 'treatment')]), context)).toBe(true);
  expect(wasServed(shown([]), context)).toBe(false);
});
