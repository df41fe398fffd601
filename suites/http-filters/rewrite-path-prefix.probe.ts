import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/rewrite-path-prefix',
  revision: 1,
  feature: 'HTTPRoutePathRewrite',
  level: 'extended',
  title: 'the backend sees the matched prefix replaced, and the rest of the path and the query as they were',
  spec: {
    section: 'HTTPPathModifier.replacePrefixMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmodifier',
    quote:
      'ReplacePrefixMatch specifies the value with which to replace the prefix match of a request during a rewrite or redirect. For example, a request to "/foo/bar" with a prefix match of "/foo" and a ReplacePrefixMatch of "/xyz" would be modified to "/xyz/bar".',
  },
  manifests: 'rewrite-path-prefix.yaml',
  backends: ['v1'],
  control: [
    erase('HTTPRoute/rewrite-path-prefix', '/spec/rules/0/filters'),
    erase('HTTPRoute/rewrite-path-prefix', '/spec/rules/1/filters'),
  ],
  exchanges: [
    {
      name: 'below the prefix',
      send: { host: 'rewrite-path-prefix.example.com', path: '/old/x/y' },
      expect: { backend: 'v1', seen: { path: '/new/x/y' } },
      control: { backend: 'v1', seen: { path: '/old/x/y' } },
    },
    {
      name: 'the prefix itself',
      send: { host: 'rewrite-path-prefix.example.com', path: '/old' },
      expect: { backend: 'v1', seen: { path: '/new' } },
      control: { backend: 'v1', seen: { path: '/old' } },
    },
    {
      name: 'the prefix with a slash at its end',
      send: { host: 'rewrite-path-prefix.example.com', path: '/old/' },
      expect: { backend: 'v1', seen: { path: '/new/' } },
      control: { backend: 'v1', seen: { path: '/old/' } },
    },
    {
      name: 'below the prefix with a query',
      send: { host: 'rewrite-path-prefix.example.com', path: '/old/x?a=1&b=2' },
      expect: { backend: 'v1', seen: { path: '/new/x?a=1&b=2' } },
      control: { backend: 'v1', seen: { path: '/old/x?a=1&b=2' } },
    },
    {
      name: 'below a prefix that is replaced by "/"',
      send: { host: 'rewrite-path-prefix.example.com', path: '/strip/x' },
      expect: { backend: 'v1', seen: { path: '/x' } },
      control: { backend: 'v1', seen: { path: '/strip/x' } },
    },
    {
      name: 'the prefix itself that is replaced by "/"',
      send: { host: 'rewrite-path-prefix.example.com', path: '/strip' },
      expect: { backend: 'v1', seen: { path: '/' } },
      control: { backend: 'v1', seen: { path: '/strip' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'rewrite-path-prefix.example.com', path: '/unfiltered/x?a=1' },
      expect: { backend: 'v1', seen: { path: '/unfiltered/x?a=1' } },
    },
  ],
});
