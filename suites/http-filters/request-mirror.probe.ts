import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/request-mirror',
  revision: 1,
  feature: 'HTTPRouteRequestMirror',
  level: 'extended',
  title: 'a mirror gets every request too, and the client gets the answer of the primary backend',
  spec: {
    section: 'HTTPRouteFilter.requestMirror',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutefilter',
    quote:
      'RequestMirror defines a schema for a filter that mirrors requests. Requests are sent to the specified destination, but responses from that destination are ignored.',
  },
  manifests: 'request-mirror.yaml',
  backends: ['v1', 'v2'],
  control: [erase('HTTPRoute/request-mirror', '/spec/rules/0/filters')],
  exchanges: [
    {
      name: 'a request that is mirrored',
      send: { host: 'mirror.example.com', path: '/mirrored' },
      expect: { backend: 'v1', mirrored: { v2: true } },
      control: { backend: 'v1', mirrored: { v2: false } },
    },
    {
      name: 'a request with a body that is mirrored',
      send: { host: 'mirror.example.com', path: '/mirrored/x', method: 'POST', body: 'hello' },
      expect: { backend: 'v1', mirrored: { v2: true } },
      control: { backend: 'v1', mirrored: { v2: false } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'mirror.example.com', path: '/unfiltered' },
      expect: { backend: 'v1', mirrored: { v2: false } },
    },
    {
      name: 'the mirror as a backend of its own',
      send: { host: 'mirror.example.com', path: '/mirror-itself' },
      expect: { backend: 'v2' },
    },
  ],
});
