import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/precedence-across-routes',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'the most specific match wins across two routes for one host name',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'Across all rules specified on applicable Routes, precedence must be given to the match having: "Exact" path match. "Prefix" path match with largest number of characters. Method match. Largest number of header matches. Largest number of query param matches.',
  },
  manifests: 'precedence-across-routes.yaml',
  backends: ['v1', 'v2'],
  // The matches that should win are gone; the second match of each rule shows that the rule is alive.
  control: [
    erase('HTTPRoute/apple', '/spec/rules/1/matches/0'),
    erase('HTTPRoute/zebra', '/spec/rules/0/matches/0'),
    erase('HTTPRoute/zebra', '/spec/rules/2/matches/0'),
  ],
  exchanges: [
    {
      name: 'the longer path is in the route that is last by name',
      send: { host: 'routes.example.com', path: '/a/long' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the longer path is in the route that is first by name',
      send: { host: 'routes.example.com', path: '/b/long' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'two headers in one route against one in the other',
      send: { host: 'routes.example.com', path: '/c', headers: { color: 'red', shape: 'round' } },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the shorter path of apple',
      send: { host: 'routes.example.com', path: '/a/x' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the shorter path of zebra',
      send: { host: 'routes.example.com', path: '/b/x' },
      expect: { backend: 'v1' },
    },
    {
      name: 'one header',
      send: { host: 'routes.example.com', path: '/c', headers: { color: 'red' } },
      expect: { backend: 'v1' },
    },
    ...['/apple', '/zebra', '/zebra-headers'].map((path) => ({
      name: `the rule of ${path} is alive`,
      send: { host: 'routes.example.com', path },
      expect: { backend: 'v2' },
    })),
  ],
});
