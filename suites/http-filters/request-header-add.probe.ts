import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/request-header-add',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a header that the route adds is appended to what the client sent',
  spec: {
    section: 'HTTPHeaderFilter.add',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote:
      'Add adds the given header(s) (name, value) to the request before the action. It appends to any existing values associated with the header name.',
  },
  manifests: 'request-header-add.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/request-header-add', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the client sends none',
      send: { host: 'request-header-add.example.com', path: '/filtered' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-route' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'the client sends a value',
      send: {
        host: 'request-header-add.example.com',
        path: '/filtered',
        headers: { 'X-Probed': 'from-client', 'X-Other': 'kept' },
      },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client,from-route', 'x-other': 'kept' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client', 'x-other': 'kept' } } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'request-header-add.example.com', path: '/unfiltered', headers: { 'X-Probed': 'from-client' } },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client' } } },
    },
  ],
});
