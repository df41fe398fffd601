import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/hostname-port',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a port in the Host header is ignored when host names are compared',
  spec: {
    section: 'HTTPRouteSpec.hostnames',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutespec',
    quote: 'Implementations MUST ignore any port value specified in the HTTP Host header while performing a match',
  },
  manifests: 'hostname-port.yaml',
  backends: ['v1', 'v2'],
  // A route that the host name with a port does not fit.
  control: [replace('HTTPRoute/hostname-port', '/spec/hostnames', ['elsewhere.example.com'])],
  exchanges: [
    {
      name: 'the host name with a port',
      send: { host: 'port.example.com:1234', path: '/probed' },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    {
      name: 'the host name without a port',
      send: { host: 'port.example.com', path: '/alive' },
      expect: { backend: 'v2' },
    },
  ],
});
