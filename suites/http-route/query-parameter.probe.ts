import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/query-parameter',
  revision: 1,
  feature: 'HTTPRouteQueryParamMatching',
  level: 'extended',
  title: 'a query parameter match selects requests with that value; names are compared with case',
  spec: {
    section: 'HTTPQueryParamMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpqueryparammatch',
    quote: 'Name is the name of the HTTP query param to be matched. This must be an exact string match.',
  },
  manifests: 'query-parameter.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/query-parameter', '/spec/rules/0/matches/0/queryParams')],
  exchanges: [
    {
      name: 'the parameter alone',
      send: { host: 'query.example.com', path: '/?animal=whale' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the parameter among others',
      send: { host: 'query.example.com', path: '/?a=1&animal=whale&b=2' },
      expect: { backend: 'v1' },
    },
    {
      name: 'no query',
      send: { host: 'query.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'another value',
      send: { host: 'query.example.com', path: '/?animal=dolphin' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'a longer value that begins alike',
      send: { host: 'query.example.com', path: '/?animal=whales' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'the name in upper case',
      send: { host: 'query.example.com', path: '/?ANIMAL=whale' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
