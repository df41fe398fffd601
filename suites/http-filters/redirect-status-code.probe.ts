import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-status-code',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a redirect answers with 301 where the route says so',
  spec: {
    section: 'HTTPRequestRedirectFilter.statusCode',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprequestredirectfilter',
    quote: 'StatusCode is the HTTP status code to be used in response.',
  },
  manifests: 'redirect-status-code.yaml',
  backends: ['v1'],
  // The API fills in 302 where the route says nothing.
  control: [erase('HTTPRoute/redirect-status-code', '/spec/rules/0/filters/0/requestRedirect/statusCode')],
  exchanges: [
    {
      name: 'the route says 301',
      send: { host: 'redirect-status-code.example.com', path: '/redirected' },
      expect: { status: 301, redirect: { host: 'target.example.com' } },
      control: { status: 302, redirect: { host: 'target.example.com' } },
    },
    {
      name: 'the route says nothing',
      send: { host: 'redirect-status-code.example.com', path: '/default' },
      expect: { status: 302, redirect: { host: 'target.example.com' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-status-code.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
