import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/request-header-remove',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a header that the route removes does not reach the backend',
  spec: {
    section: 'HTTPHeaderFilter.remove',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote:
      'Remove the given header(s) from the HTTP request before the action. The value of Remove is a list of HTTP header names. Note that the header names are case-insensitive',
  },
  manifests: 'request-header-remove.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/request-header-remove', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the client sends it',
      send: {
        host: 'request-header-remove.example.com',
        path: '/filtered',
        headers: { 'X-Probed': 'from-client', 'X-Other': 'kept' },
      },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': null, 'x-other': 'kept' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client', 'x-other': 'kept' } } },
    },
    {
      name: 'the client sends it, name in lower case',
      send: { host: 'request-header-remove.example.com', path: '/filtered', headers: { 'x-probed': 'from-client' } },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client' } } },
    },
    {
      name: 'the client does not send it',
      send: { host: 'request-header-remove.example.com', path: '/filtered' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'request-header-remove.example.com', path: '/unfiltered', headers: { 'X-Probed': 'from-client' } },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'from-client' } } },
    },
  ],
});
