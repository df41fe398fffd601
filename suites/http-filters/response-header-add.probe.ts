import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/response-header-add',
  revision: 1,
  feature: 'HTTPRouteResponseHeaderModification',
  level: 'extended',
  title: 'a response header that the route adds is appended to what the backend sent',
  spec: {
    section: 'HTTPHeaderFilter.add',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpheaderfilter',
    quote:
      'HTTPHeaderFilter defines a filter that modifies the headers of an HTTP request or response. [...] Add adds the given header(s) (name, value) to the request before the action. It appends to any existing values associated with the header name.',
  },
  manifests: 'response-header-add.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/response-header-add', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'the backend sends none',
      send: { host: 'response-header-add.example.com', path: '/filtered' },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-route' } },
      control: { backend: 'v1', responseHeaders: { 'x-probed': null } },
    },
    {
      name: 'the backend sends a value',
      send: {
        host: 'response-header-add.example.com',
        path: '/filtered',
        headers: [
          ['x-echo-set-header', 'X-Probed: from-backend'],
          ['x-echo-set-header', 'X-Other: kept'],
        ],
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend,from-route', 'x-other': 'kept' } },
      control: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend', 'x-other': 'kept' } },
    },
    {
      name: 'a rule without the filter',
      send: {
        host: 'response-header-add.example.com',
        path: '/unfiltered',
        headers: { 'x-echo-set-header': 'X-Probed: from-backend' },
      },
      expect: { backend: 'v1', responseHeaders: { 'x-probed': 'from-backend' } },
    },
  ],
});
