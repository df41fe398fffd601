import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-scheme',
  revision: 1,
  feature: 'HTTPRouteSchemeRedirect',
  level: 'extended',
  title: 'a redirect goes to the scheme that the route names',
  spec: {
    section: 'HTTPRequestRedirectFilter.scheme',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprequestredirectfilter',
    quote:
      'Scheme is the scheme to be used in the value of the `Location` header in the response. When empty, the scheme of the request is used.',
  },
  manifests: 'redirect-scheme.yaml',
  backends: ['v1'],
  // The host name stays, so that the control redirects too, and not to itself.
  control: [erase('HTTPRoute/redirect-scheme', '/spec/rules/0/filters/0/requestRedirect/scheme')],
  exchanges: [
    {
      name: 'a request by http',
      send: { host: 'redirect-scheme.example.com', path: '/redirected' },
      expect: { status: 302, redirect: { scheme: 'https', host: 'target.example.com' } },
      control: { status: 302, redirect: { scheme: 'http', host: 'target.example.com' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-scheme.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
