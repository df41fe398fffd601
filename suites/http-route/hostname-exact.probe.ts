import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/hostname-exact',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a route is used for its host name and no other',
  spec: {
    section: 'HTTPRouteSpec.hostnames',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutespec',
    quote:
      'Hostnames defines a set of hostnames that should match against the HTTP Host header to select a HTTPRoute used to process the request.',
  },
  manifests: 'hostname-exact.yaml',
  backends: ['v1'],
  // The names that a route without hostnames would be used for.
  control: [
    replace('HTTPRoute/hostname-exact', '/spec/hostnames', [
      'exact.example.com',
      'other.example.com',
      'below.exact.example.com',
    ]),
  ],
  exchanges: [
    { name: 'its host name', send: { host: 'exact.example.com', path: '/' }, expect: { backend: 'v1' } },
    {
      name: 'another host name of the listener',
      send: { host: 'other.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'a host name below it',
      send: { host: 'below.exact.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
  ],
});
