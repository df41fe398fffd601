import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-host',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a redirect goes to the host name that the route names',
  spec: {
    section: 'HTTPRequestRedirectFilter.hostname',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httprequestredirectfilter',
    quote:
      'Hostname is the hostname to be used in the value of the `Location` header in the response. When empty, the hostname in the `Host` header of the request is used.',
  },
  manifests: 'redirect-host.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/redirect-host', '/spec/rules/0/filters/0/requestRedirect/hostname')],
  exchanges: [
    {
      name: 'the matched path itself',
      send: { host: 'redirect-host.example.com', path: '/redirected' },
      expect: { status: 302, redirect: { host: 'target.example.org' } },
      control: { status: 302, redirect: { host: 'redirect-host.example.com' } },
    },
    {
      name: 'below the matched path, which is kept',
      send: { host: 'redirect-host.example.com', path: '/redirected/x' },
      expect: { status: 302, redirect: { host: 'target.example.org', path: '/redirected/x' } },
      control: { status: 302, redirect: { host: 'redirect-host.example.com' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-host.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
