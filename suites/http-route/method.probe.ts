import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/method',
  revision: 1,
  feature: 'HTTPRouteMethodMatching',
  level: 'extended',
  title: 'a method match selects requests with that method',
  spec: {
    section: 'HTTPRouteMatch.method',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutematch',
    quote:
      'Method specifies HTTP method matcher. When specified, this route will be matched only if the request has the specified method.',
  },
  manifests: 'method.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/method', '/spec/rules/0/matches/0/method')],
  exchanges: [
    {
      name: 'the method of the match',
      send: { host: 'method.example.com', path: '/', method: 'POST', body: 'hello' },
      expect: { backend: 'v1' },
    },
    {
      name: 'GET instead',
      send: { host: 'method.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'PUT instead',
      send: { host: 'method.example.com', path: '/', method: 'PUT', body: 'hello' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'DELETE instead',
      send: { host: 'method.example.com', path: '/', method: 'DELETE' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
