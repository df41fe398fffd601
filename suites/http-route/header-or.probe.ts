import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/header-or',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a rule with several matches is taken when any of them holds',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote: 'Each match is independent, i.e. this rule will be matched if **any** one of the matches is satisfied.',
  },
  manifests: 'header-or.yaml',
  backends: ['v1'],
  // What a controller reads that looks at the first match only. Array elements close up: the last is erased first.
  control: [
    erase('HTTPRoute/header-or', '/spec/rules/0/matches/2'),
    erase('HTTPRoute/header-or', '/spec/rules/0/matches/1'),
  ],
  exchanges: [
    {
      name: 'the first match',
      send: { host: 'or.example.com', path: '/', headers: { color: 'blue' } },
      expect: { backend: 'v1' },
    },
    {
      name: 'the second match',
      send: { host: 'or.example.com', path: '/', headers: { color: 'green' } },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    {
      name: 'the third match',
      send: { host: 'or.example.com', path: '/', headers: { shape: 'round' } },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    {
      name: 'none of them',
      send: { host: 'or.example.com', path: '/', headers: { color: 'red' } },
      expect: { status: 404 },
    },
  ],
});
