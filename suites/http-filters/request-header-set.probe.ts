import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/request-header-set',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a header that the route sets replaces what the client sent',
  spec: {
    section: 'HTTPHeaderFilter.set',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote: 'Set overwrites the request with the given header (name, value) before the action.',
  },
  manifests: 'request-header-set.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/request-header-set', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the client sends none',
      send: { host: 'request-header-set.example.com', path: '/filtered' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-route' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'the client sends another value',
      send: {
        host: 'request-header-set.example.com',
        path: '/filtered',
        headers: { 'X-Probed': 'from-client', 'X-Other': 'kept' },
      },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-route', 'x-other': 'kept' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client', 'x-other': 'kept' } } },
    },
    {
      name: 'the client sends another value, name in lower case',
      send: { host: 'request-header-set.example.com', path: '/filtered', headers: { 'x-probed': 'from-client' } },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-route' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client' } } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'request-header-set.example.com', path: '/unfiltered', headers: { 'X-Probed': 'from-client' } },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client' } } },
    },
  ],
});
