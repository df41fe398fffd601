import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/header-and',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a match with two headers needs both',
  spec: {
    section: 'HTTPRouteMatch.headers',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutematch',
    quote:
      'Multiple match values are ANDed together, meaning, a request must match all the specified headers to select the route.',
  },
  manifests: 'header-and.yaml',
  backends: ['v1'],
  // What a controller reads that takes either header for enough.
  control: [
    replace('HTTPRoute/header-and', '/spec/rules/0/matches', [
      { headers: [{ name: 'version', value: 'two' }] },
      { headers: [{ name: 'color', value: 'orange' }] },
    ]),
  ],
  fields: [{ object: 'HTTPRoute/header-and', path: '/spec/rules/0/matches/0/headers/1' }],
  readings: [
    {
      name: 'only the first header is looked at',
      exchanges: { 'the first alone': { backend: 'v1' }, 'the second alone': { status: 404 } },
    },
    {
      name: 'only the last header is looked at',
      exchanges: { 'the first alone': { status: 404 }, 'the second alone': { backend: 'v1' } },
    },
  ],
  exchanges: [
    {
      name: 'both headers',
      send: { host: 'and.example.com', path: '/', headers: { version: 'two', color: 'orange' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'the first alone',
      send: { host: 'and.example.com', path: '/', headers: { version: 'two' } },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'the second alone',
      send: { host: 'and.example.com', path: '/', headers: { color: 'orange' } },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    { name: 'neither header', send: { host: 'and.example.com', path: '/' }, expect: { status: 404 } },
  ],
});
