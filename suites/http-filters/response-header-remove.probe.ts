import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/response-header-remove',
  revision: 1,
  feature: 'HTTPRouteResponseHeaderModification',
  level: 'extended',
  title: 'a response header that the route removes does not reach the client',
  spec: {
    section: 'HTTPHeaderFilter.remove',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote:
      'HTTPHeaderFilter defines a filter that modifies the headers of an HTTP request or response. [...] Remove the given header(s) from the HTTP request before the action. The value of Remove is a list of HTTP header names. Note that the header names are case-insensitive',
  },
  manifests: 'response-header-remove.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/response-header-remove', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the backend sends it',
      send: {
        host: 'response-header-remove.example.com',
        path: '/filtered',
        headers: [
          ['x-echo-set-header', 'X-Probed: from-backend'],
          ['x-echo-set-header', 'X-Other: kept'],
        ],
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': null, 'x-other': 'kept' } },
      control: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend', 'x-other': 'kept' } },
    },
    {
      name: 'the backend does not send it',
      send: { host: 'response-header-remove.example.com', path: '/filtered' },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': null } },
    },
    {
      name: 'a rule without the filter',
      send: {
        host: 'response-header-remove.example.com',
        path: '/unfiltered',
        headers: { 'x-echo-set-header': 'X-Probed: from-backend' },
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend' } },
    },
  ],
});
