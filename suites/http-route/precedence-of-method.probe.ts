import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/precedence-of-method',
  revision: 1,
  feature: 'HTTPRouteMethodMatching',
  level: 'extended',
  title: 'a longer path goes before a method, a method before headers',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters. Method match. Largest number of header matches. Largest number of query param matches.',
  },
  manifests: 'precedence-of-method.yaml',
  backends: ['v1', 'v2'],
  // The matches that should win are gone; the second match of each rule shows that the rule is alive.
  control: [1, 2, 5].map((rule) => erase('HTTPRoute/precedence-of-method', `/spec/rules/${rule}/matches/0`)),
  exchanges: [
    {
      name: 'method against header, the header listed first',
      send: { host: 'rules.example.com', path: '/a', method: 'POST', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'method against header, the method listed first',
      send: { host: 'rules.example.com', path: '/b', method: 'POST', headers: { color: 'red' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'longer path against method',
      send: { host: 'rules.example.com', path: '/c/long', method: 'POST' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the header alone, listed first',
      send: { host: 'rules.example.com', path: '/a', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'the header alone, listed second',
      send: { host: 'rules.example.com', path: '/b', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'the method on the shorter path',
      send: { host: 'rules.example.com', path: '/c', method: 'POST' },
      expect: { backend: 'v1' },
    },
    ...['/method-after', '/method-before', '/path-after'].map((path) => ({
      name: `the rule of ${path} is alive`,
      send: { host: 'rules.example.com', path },
      expect: { backend: 'v2' },
    })),
  ],
});
