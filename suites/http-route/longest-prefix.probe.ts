import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/longest-prefix',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'of several matching prefixes the longest wins, whatever the order of the rules',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters.',
  },
  manifests: 'longest-prefix.yaml',
  backends: ['v1', 'v2'],
  // The prefixes that should win are gone; the second match of each rule shows that the rule is alive.
  control: [
    erase('HTTPRoute/longest-prefix', '/spec/rules/1/matches/0'),
    erase('HTTPRoute/longest-prefix', '/spec/rules/2/matches/0'),
  ],
  exchanges: [
    {
      name: 'both match, the shorter is listed first',
      send: { host: 'longest.example.com', path: '/one/two' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'below both, the shorter is listed first',
      send: { host: 'longest.example.com', path: '/one/two/x' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'below both, the longer is listed first',
      send: { host: 'longest.example.com', path: '/three/four/x' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'only the first shorter',
      send: { host: 'longest.example.com', path: '/one/x' },
      expect: { backend: 'v1' },
    },
    {
      name: 'only the second shorter',
      send: { host: 'longest.example.com', path: '/three/x' },
      expect: { backend: 'v1' },
    },
    {
      name: 'only the later rule',
      send: { host: 'longest.example.com', path: '/long-after' },
      expect: { backend: 'v2' },
    },
    {
      name: 'only the earlier rule',
      send: { host: 'longest.example.com', path: '/long-before' },
      expect: { backend: 'v2' },
    },
  ],
});
