import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/hostname-precedence',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'the route with the more specific host name goes before a longer path of another',
  spec: {
    section: 'HTTPRouteSpec.hostnames',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutespec',
    quote:
      'In the event that multiple HTTPRoutes specify intersecting hostnames (e.g. overlapping wildcard matching and exact matching hostnames), precedence must be given to rules from the HTTPRoute with the largest number of: Characters in a matching non-wildcard hostname. Characters in a matching hostname. If ties exist across multiple Routes, the matching precedence rules for HTTPRouteMatches takes over.',
  },
  manifests: 'hostname-precedence.yaml',
  backends: ['v1', 'v2'],
  // Without the exact name only the wildcard is left.
  control: [erase('HTTPRoute/exact', '/spec/hostnames/0')],
  exchanges: [
    {
      name: 'exact host name against wildcard with a longer path',
      send: { host: 'exact.nested.example.com', path: '/long/path' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'only the wildcard',
      send: { host: 'other.nested.example.com', path: '/long/path' },
      expect: { backend: 'v1' },
    },
    { name: 'only the exact route', send: { host: 'alive.example.com', path: '/x' }, expect: { backend: 'v2' } },
  ],
});
