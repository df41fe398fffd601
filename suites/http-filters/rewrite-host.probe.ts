import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/rewrite-host',
  revision: 1,
  feature: 'HTTPRouteHostRewrite',
  level: 'extended',
  title: 'the backend sees the host name that the route puts in',
  spec: {
    section: 'HTTPURLRewriteFilter.hostname',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpurlrewritefilter',
    quote: 'Hostname is the value to be used to replace the Host header value during forwarding.',
  },
  manifests: 'rewrite-host.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/rewrite-host', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'a rule with the filter',
      send: { host: 'outer.example.com', path: '/rewritten' },
      expect: { backend: 'v1', seen: { host: 'inner.example.org' } },
      control: { backend: 'v1', seen: { host: 'outer.example.com' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'outer.example.com', path: '/unfiltered' },
      expect: { backend: 'v1', seen: { host: 'outer.example.com' } },
    },
  ],
});
