import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-path-prefix',
  revision: 1,
  feature: 'HTTPRoutePathRedirect',
  level: 'extended',
  title: 'a redirect replaces the matched prefix and keeps the rest of the path and the query',
  spec: {
    section: 'HTTPPathModifier.replacePrefixMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmodifier',
    quote:
      'ReplacePrefixMatch specifies the value with which to replace the prefix match of a request during a rewrite or redirect. For example, a request to "/foo/bar" with a prefix match of "/foo" and a ReplacePrefixMatch of "/xyz" would be modified to "/xyz/bar".',
  },
  manifests: 'redirect-path-prefix.yaml',
  backends: ['v1'],
  // The host name stays, so that the control redirects too, and not to itself.
  control: [
    erase('HTTPRoute/redirect-path-prefix', '/spec/rules/0/filters/0/requestRedirect/path'),
    erase('HTTPRoute/redirect-path-prefix', '/spec/rules/1/filters/0/requestRedirect/path'),
  ],
  exchanges: [
    {
      name: 'below the prefix',
      send: { host: 'redirect-path-prefix.example.com', path: '/old/x/y' },
      expect: { status: 302, redirect: { path: '/new/x/y' } },
      control: { status: 302, redirect: { path: '/old/x/y' } },
    },
    {
      name: 'the prefix itself',
      send: { host: 'redirect-path-prefix.example.com', path: '/old' },
      expect: { status: 302, redirect: { path: '/new' } },
      control: { status: 302, redirect: { path: '/old' } },
    },
    {
      name: 'the prefix with a slash at its end',
      send: { host: 'redirect-path-prefix.example.com', path: '/old/' },
      expect: { status: 302, redirect: { path: '/new/' } },
      control: { status: 302, redirect: { path: '/old/' } },
    },
    {
      name: 'below the prefix with a query',
      send: { host: 'redirect-path-prefix.example.com', path: '/old/x?a=1&b=2' },
      expect: { status: 302, redirect: { path: '/new/x', query: 'a=1&b=2' } },
      control: { status: 302, redirect: { path: '/old/x' } },
    },
    {
      name: 'below a prefix that is replaced by "/"',
      send: { host: 'redirect-path-prefix.example.com', path: '/strip/x' },
      expect: { status: 302, redirect: { path: '/x' } },
      control: { status: 302, redirect: { path: '/strip/x' } },
    },
    {
      name: 'the prefix itself that is replaced by "/"',
      send: { host: 'redirect-path-prefix.example.com', path: '/strip' },
      expect: { status: 302, redirect: { path: '/' } },
      control: { status: 302, redirect: { path: '/strip' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-path-prefix.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
