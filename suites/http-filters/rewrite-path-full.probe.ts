import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/rewrite-path-full',
  revision: 1,
  feature: 'HTTPRoutePathRewrite',
  level: 'extended',
  title: 'the backend sees the full path that the route puts in, and the query as it was',
  spec: {
    section: 'HTTPPathModifier.replaceFullPath',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmodifier',
    quote:
      'ReplaceFullPath specifies the value with which to replace the full path of a request during a rewrite or redirect.',
  },
  manifests: 'rewrite-path-full.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/rewrite-path-full', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the matched path itself',
      send: { host: 'rewrite-path-full.example.com', path: '/old' },
      expect: { backend: 'v1', seen: { path: '/replaced/all' } },
      control: { backend: 'v1', seen: { path: '/old' } },
    },
    {
      name: 'below the matched path',
      send: { host: 'rewrite-path-full.example.com', path: '/old/x/y' },
      expect: { backend: 'v1', seen: { path: '/replaced/all' } },
      control: { backend: 'v1', seen: { path: '/old/x/y' } },
    },
    {
      name: 'with a query',
      send: { host: 'rewrite-path-full.example.com', path: '/old/x?a=1&b=2' },
      expect: { backend: 'v1', seen: { path: '/replaced/all?a=1&b=2' } },
      control: { backend: 'v1', seen: { path: '/old/x?a=1&b=2' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'rewrite-path-full.example.com', path: '/unfiltered/x?a=1' },
      expect: { backend: 'v1', seen: { path: '/unfiltered/x?a=1' } },
    },
  ],
});
