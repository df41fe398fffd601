import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/precedence-of-query',
  revision: 1,
  feature: 'HTTPRouteQueryParamMatching',
  level: 'extended',
  title: 'headers go before query parameters, more query parameters before fewer',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters. Method match. Largest number of header matches. Largest number of query param matches.',
  },
  manifests: 'precedence-of-query.yaml',
  backends: ['v1', 'v2'],
  // The matches that should win are gone; the second match of each rule shows that the rule is alive.
  control: [1, 2, 5, 6].map((rule) => erase('HTTPRoute/precedence-of-query', `/spec/rules/${rule}/matches/0`)),
  exchanges: [
    {
      name: 'header against parameter, the parameter listed first',
      send: { host: 'rules.example.com', path: '/a?animal=whale', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'header against parameter, the header listed first',
      send: { host: 'rules.example.com', path: '/b?animal=whale', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'two parameters against one, the one listed first',
      send: { host: 'rules.example.com', path: '/c?animal=whale&sea=north' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'two parameters against one, the two listed first',
      send: { host: 'rules.example.com', path: '/d?animal=whale&sea=north' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    ...['/a', '/b', '/c', '/d'].map((path) => ({
      name: `one parameter on ${path}`,
      send: { host: 'rules.example.com', path: `${path}?animal=whale` },
      expect: { backend: 'v1' },
    })),
    ...['/header-after', '/header-before', '/query-after', '/query-before'].map((path) => ({
      name: `the rule of ${path} is alive`,
      send: { host: 'rules.example.com', path },
      expect: { backend: 'v2' },
    })),
  ],
});
