import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-307',
  revision: 1,
  feature: 'HTTPRoute307RedirectStatusCode',
  level: 'extended',
  title: 'a redirect answers with 307 where the route says so',
  spec: {
    section: 'HTTPRequestRedirectFilter.statusCode',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprequestredirectfilter',
    quote: 'StatusCode is the HTTP status code to be used in response.',
  },
  manifests: 'redirect-307.yaml',
  backends: ['v1'],
  // The API fills in 302 where the route says nothing.
  control: [erase('HTTPRoute/redirect-307', '/spec/rules/0/filters/0/requestRedirect/statusCode')],
  exchanges: [
    {
      name: 'the route says 307',
      send: { host: 'redirect-307.example.com', path: '/redirected' },
      expect: { status: 307, redirect: { host: 'target.example.com' } },
      control: { status: 302, redirect: { host: 'target.example.com' } },
    },
    {
      name: 'the route says nothing',
      send: { host: 'redirect-307.example.com', path: '/default' },
      expect: { status: 302, redirect: { host: 'target.example.com' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-307.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
