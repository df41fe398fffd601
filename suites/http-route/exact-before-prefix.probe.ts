import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/exact-before-prefix',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'an Exact path goes before a PathPrefix, whatever the order of the rules',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters.',
  },
  manifests: 'exact-before-prefix.yaml',
  backends: ['v1', 'v2'],
  // The exact matches that should win are gone; the second match of each rule shows that the rule is alive.
  control: [
    erase('HTTPRoute/exact-before-prefix', '/spec/rules/1/matches/0'),
    erase('HTTPRoute/exact-before-prefix', '/spec/rules/2/matches/0'),
  ],
  exchanges: [
    {
      name: 'both match, the prefix is listed first',
      send: { host: 'order.example.com', path: '/one' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'both match, the exact path is listed first',
      send: { host: 'order.example.com', path: '/two' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    { name: 'only the first prefix', send: { host: 'order.example.com', path: '/one/x' }, expect: { backend: 'v1' } },
    { name: 'only the second prefix', send: { host: 'order.example.com', path: '/two/x' }, expect: { backend: 'v1' } },
    {
      name: 'only the exact path of the later rule',
      send: { host: 'order.example.com', path: '/exact-after' },
      expect: { backend: 'v2' },
    },
    {
      name: 'only the exact path of the earlier rule',
      send: { host: 'order.example.com', path: '/exact-before' },
      expect: { backend: 'v2' },
    },
  ],
});
