import { expect, test } from 'vitest';
import { checkProbe } from './check-probe.ts';
import type { AuthoredProbe, Manifest } from './definition.ts';
import { erase } from './definition.ts';
import { normalise } from './normalise.ts';

const document = (kind: string, name: string, spec: object): Manifest => ({
  object: `${kind}/${name}`,
  file: 'p.yaml',
  line: 1,
  document: { apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name }, spec },
});
const manifests = (
  listener: object = { hostname: '*.example.com' },
  route: object = { hostnames: ['www.example.com'] },
) => [
  document('Gateway', 'gateway', { listeners: [{ name: 'http', protocol: 'HTTP', port: 80, ...listener }] }),
  document('HTTPRoute', 'r', { ...route, rules: [{ matches: [{ method: 'GET' }] }] }),
];
const sound: AuthoredProbe = {
  id: 'suite/probe',
  revision: 1,
  feature: 'HTTPRoute',
  title: 'it holds',
  spec: { section: 's', url: 'https://example.com/', quote: 'MUST' },
  manifests: 'p.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/r', '/spec/rules/0/matches')],
  exchanges: [
    {
      send: { host: 'www.example.com', path: '/', method: 'PUT' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
};
const problems = (change: Partial<AuthoredProbe>, documents = manifests()) =>
  checkProbe(normalise({ ...sound, ...change }, documents)).join('; ');

test('a sound probe has no problems, and its checksum is of its meaning only', () => {
  expect(problems({})).toBe('');
  const checksum = (change: Partial<AuthoredProbe>) => normalise({ ...sound, ...change }, manifests()).checksum;
  expect(checksum({ title: 'another', revision: 2 })).toBe(checksum({}));
  expect(checksum({ backends: ['v1', 'v2'] })).not.toBe(checksum({}));
});

test.each<[string, Partial<AuthoredProbe>]>([
  [
    'no exchange is deciding',
    { exchanges: [{ send: { host: 'www.example.com', path: '/' }, expect: { backend: 'v1' } }] },
  ],
  [
    'expect and control are the same',
    { exchanges: [{ send: { host: 'a', path: '/' }, expect: { status: 404 }, control: { status: 404 } }] },
  ],
  [
    'names backend v9, which is not in backends',
    { exchanges: [{ send: { host: 'a', path: '/' }, expect: { backend: 'v9' }, control: { status: 404 } }] },
  ],
  [
    'states a split and sends no sample',
    { exchanges: [{ send: { host: 'a', path: '/' }, expect: { split: { v1: 1 } }, control: { status: 404 } }] },
  ],
  ['erases /spec/nothing of HTTPRoute/r, where nothing is', { control: [erase('HTTPRoute/r', '/spec/nothing')] }],
  ['HTTPRoute/gone is named and not in p.yaml', { withheld: ['HTTPRoute/gone'] }],
  ['spec.quote is empty', { spec: { ...sound.spec, quote: ' ' } }],
  ['it is `uncontrolled` and has a control', { uncontrolled: 'because' }],
])('%s', (words, change) => {
  expect(problems(change)).toContain(words);
});

test('nothing catches all on a shared Gateway', () => {
  expect(problems({}, manifests({}))).toContain('has no hostname');
  expect(
    problems({}, manifests({ hostname: 'a.example.com', allowedRoutes: { namespaces: { from: 'All' } } })),
  ).toContain('says who may attach');
  expect(problems({}, manifests(undefined, {}))).toContain('has no hostnames');
  expect(problems({ gateways: 'own' }, manifests({}, {}))).toBe('');
});
