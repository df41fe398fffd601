import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'references/invalid-fraction',
  revision: 1,
  feature: 'HTTPRoute',
  title: 'where half of the weight is on a missing backend, half of the requests get 500',
  spec: {
    section: 'HTTPRouteRule',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'if two backends are specified with equal weights, and one is invalid, 50 percent of traffic must receive a 500.',
  },
  manifests: 'invalid-fraction.yaml',
  backends: ['v1', 'v2'],
  control: [replace('HTTPRoute/route', '/spec/rules/0/backendRefs/1/name', 'v2')],
  expectsConditions: [
    { object: 'HTTPRoute/route', condition: 'ResolvedRefs' },
    { object: 'HTTPRoute/route', condition: 'PartiallyInvalid' },
  ],
  scheduling: 'load',
  exchanges: [
    {
      name: 'half of the requests get 500',
      send: { host: 'www.example.com', path: '/split', sample: { count: 3000, connections: 'kept' } },
      expect: { split: { v1: 50, 'status 500': 50 } },
      control: { split: { v1: 50, v2: 50 } },
    },
    {
      name: 'the sibling rule is unharmed',
      send: { host: 'www.example.com', path: '/sound' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the route is told that the backend was not found',
      send: { protocol: 'status', object: 'HTTPRoute/route', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'BackendNotFound' } },
      control: { condition: { status: 'True' } },
    },
  ],
  readings: [
    {
      name: 'the missing backend takes no share',
      exchanges: { 'half of the requests get 500': { split: { v1: 1, 'status 500': 0 } } },
    },
    {
      name: '503 in place of 500',
      exchanges: { 'half of the requests get 500': { split: { v1: 50, 'status 503': 50 } } },
    },
  ],
});
