import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/oldest-route',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'between routes that tie, the one created first wins',
  spec: {
    section: 'HTTPRouteRule.matches',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprouterule',
    quote:
      'If ties still exist across multiple Routes, matching precedence MUST be determined in order of the following criteria, continuing on ties: The oldest Route based on creation timestamp.',
  },
  manifests: 'oldest-route.yaml',
  backends: ['v1', 'v2', 'v3'],
  ordered: true,
  // What a controller does that looks at names only: apple, the youngest, wins. Nothing ties in the control.
  control: [erase('HTTPRoute/lemon', '/spec/rules/0/matches/0'), erase('HTTPRoute/zebra', '/spec/rules/0/matches/0')],
  readings: [{ name: 'the last by name wins', exchanges: { 'all three match': { backend: 'v2' } } }],
  exchanges: [
    {
      name: 'all three match',
      send: { host: 'oldest.example.com', path: '/tie' },
      expect: { backend: 'v1' },
      control: { backend: 'v3' },
    },
    { name: 'only the oldest', send: { host: 'oldest.example.com', path: '/lemon' }, expect: { backend: 'v1' } },
    { name: 'only the middle one', send: { host: 'oldest.example.com', path: '/zebra' }, expect: { backend: 'v2' } },
    { name: 'only the youngest', send: { host: 'oldest.example.com', path: '/apple' }, expect: { backend: 'v3' } },
  ],
});
