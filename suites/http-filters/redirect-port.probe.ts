import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-port',
  revision: 1,
  feature: 'HTTPRoutePortRedirect',
  level: 'extended',
  title: 'a redirect goes to the port that the route names',
  spec: {
    section: 'HTTPRequestRedirectFilter.port',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprequestredirectfilter',
    quote:
      'Port is the port to be used in the value of the `Location` header in the response. If no port is specified, the redirect port MUST be derived using the following rules: [...] If redirect scheme is empty, the redirect port MUST be the Gateway Listener port.',
  },
  manifests: 'redirect-port.yaml',
  backends: ['v1'],
  // The host name stays, so that the control redirects too, and not to itself.
  control: [erase('HTTPRoute/redirect-port', '/spec/rules/0/filters/0/requestRedirect/port')],
  exchanges: [
    {
      name: 'a request to the port of the listener',
      send: { host: 'redirect-port.example.com', path: '/redirected' },
      expect: { status: 302, redirect: { host: 'target.example.com', port: 8083 } },
      control: { status: 302, redirect: { host: 'target.example.com', port: 80 } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-port.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
