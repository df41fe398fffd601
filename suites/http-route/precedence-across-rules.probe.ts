import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/precedence-across-rules',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a longer path goes before headers, more headers before fewer, whatever the order of the rules',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters. Method match. Largest number of header matches. Largest number of query param matches.',
  },
  manifests: 'precedence-across-rules.yaml',
  backends: ['v1', 'v2'],
  // The matches that should win are gone; the second match of each rule shows that the rule is alive.
  control: [1, 2, 5, 6].map((rule) => erase('HTTPRoute/precedence-across-rules', `/spec/rules/${rule}/matches/0`)),
  exchanges: [
    {
      name: 'longer path against header, the header listed first',
      send: { host: 'rules.example.com', path: '/a/long', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'longer path against header, the path listed first',
      send: { host: 'rules.example.com', path: '/b/long', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'two headers against one, the one listed first',
      send: { host: 'rules.example.com', path: '/c', headers: { color: 'red', shape: 'round' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'two headers against one, the two listed first',
      send: { host: 'rules.example.com', path: '/d', headers: { color: 'red', shape: 'round' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the shorter path with its header, listed first',
      send: { host: 'rules.example.com', path: '/a', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'the shorter path with its header, listed second',
      send: { host: 'rules.example.com', path: '/b', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'one header, its rule listed first',
      send: { host: 'rules.example.com', path: '/c', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'one header, its rule listed second',
      send: { host: 'rules.example.com', path: '/d', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    ...['/path-after', '/path-before', '/headers-after', '/headers-before'].map((path) => ({
      name: `the rule of ${path} is alive`,
      send: { host: 'rules.example.com', path },
      expect: { backend: 'v2' },
    })),
  ],
});
