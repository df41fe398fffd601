import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/prefix-path-by-element',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a PathPrefix matches whole path elements',
  spec: {
    section: 'PathMatchType',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#pathmatchtype',
    quote:
      'Matches based on a URL path prefix split by `/`. Matching is case-sensitive and done on a path element by element basis. [...] For example, the paths `/abc`, `/abc/`, and `/abc/def` would all match the prefix `/abc`, but the path `/abcd` would not.',
  },
  manifests: 'prefix-path-by-element.yaml',
  backends: ['v1'],
  // What a controller reads that compares strings: whatever begins with /v2.
  control: [
    replace('HTTPRoute/prefix-path-by-element', '/spec/rules/0/matches', [
      { path: { type: 'PathPrefix', value: '/v2' } },
      { path: { type: 'PathPrefix', value: '/v2example' } },
    ]),
  ],
  exchanges: [
    { name: 'the prefix itself', send: { host: 'prefix.example.com', path: '/v2' }, expect: { backend: 'v1' } },
    {
      name: 'the prefix itself with a query',
      send: { host: 'prefix.example.com', path: '/v2?a=1' },
      expect: { backend: 'v1' },
    },
    { name: 'a slash at its end', send: { host: 'prefix.example.com', path: '/v2/' }, expect: { backend: 'v1' } },
    { name: 'an element below it', send: { host: 'prefix.example.com', path: '/v2/x' }, expect: { backend: 'v1' } },
    {
      name: 'a longer element that begins alike',
      send: { host: 'prefix.example.com', path: '/v2example' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'below a longer element that begins alike',
      send: { host: 'prefix.example.com', path: '/v2example/x' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
