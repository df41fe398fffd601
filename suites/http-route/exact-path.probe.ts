import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/exact-path',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'an Exact path matches that path alone',
  spec: {
    section: 'PathMatchType',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#pathmatchtype',
    quote:
      'Matches the URL path exactly and with case sensitivity. This means that an exact path match on `/abc` will only match requests to `/abc`, NOT `/abc/`, `/Abc`, or `/abcd`.',
  },
  manifests: 'exact-path.yaml',
  backends: ['v1'],
  control: [replace('HTTPRoute/exact-path', '/spec/rules/0/matches/0/path/type', 'PathPrefix')],
  exchanges: [
    { name: 'the path itself', send: { host: 'exact.example.com', path: '/one' }, expect: { backend: 'v1' } },
    {
      name: 'the path itself with a query',
      send: { host: 'exact.example.com', path: '/one?a=1' },
      expect: { backend: 'v1' },
    },
    {
      name: 'a slash at its end',
      send: { host: 'exact.example.com', path: '/one/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'an element below it',
      send: { host: 'exact.example.com', path: '/one/two' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
