import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/header-exact',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a header match selects requests with that value; names are compared without case',
  spec: {
    section: 'HTTPHeaderMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheadermatch',
    quote: 'Name is the name of the HTTP Header to be matched. Name matching MUST be case-insensitive.',
  },
  manifests: 'header-exact.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/header-exact', '/spec/rules/0/matches/0/headers')],
  exchanges: [
    {
      name: 'name as in the route',
      send: { host: 'header.example.com', path: '/', headers: { Version: 'two' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'name in lower case',
      send: { host: 'header.example.com', path: '/', headers: { version: 'two' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'name in upper case',
      send: { host: 'header.example.com', path: '/', headers: { VERSION: 'two' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'no such header',
      send: { host: 'header.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'another value',
      send: { host: 'header.example.com', path: '/', headers: { version: 'one' } },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'a longer value that begins alike',
      send: { host: 'header.example.com', path: '/', headers: { version: 'twofold' } },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
