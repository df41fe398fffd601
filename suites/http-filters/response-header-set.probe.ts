import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/response-header-set',
  revision: 1,
  feature: 'HTTPRouteResponseHeaderModification',
  level: 'extended',
  title: 'a response header that the route sets replaces what the backend sent',
  spec: {
    section: 'HTTPHeaderFilter.set',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote:
      'HTTPHeaderFilter defines a filter that modifies the headers of an HTTP request or response. [...] Set overwrites the request with the given header (name, value) before the action.',
  },
  manifests: 'response-header-set.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/response-header-set', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the backend sends none',
      send: { host: 'response-header-set.example.com', path: '/filtered' },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-route' } },
      control: { backend: 'v1', responseHeaders: { 'x-probed': null } },
    },
    {
      name: 'the backend sends another value',
      send: {
        host: 'response-header-set.example.com',
        path: '/filtered',
        headers: [
          ['x-echo-set-header', 'X-Probed: from-backend'],
          ['x-echo-set-header', 'X-Other: kept'],
        ],
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-route', 'x-other': 'kept' } },
      control: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend', 'x-other': 'kept' } },
    },
    {
      name: 'a rule without the filter',
      send: {
        host: 'response-header-set.example.com',
        path: '/unfiltered',
        headers: { 'x-echo-set-header': 'X-Probed: from-backend' },
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend' } },
    },
  ],
});
