import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/hostname-wildcard',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a wildcard host name matches one label and more, and not the bare domain',
  spec: {
    section: 'HTTPRouteSpec.hostnames',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutespec',
    quote:
      'Hostnames that are prefixed with a wildcard label (`*.`) are interpreted as a suffix match. That means that a match for `*.example.com` would match both `test.example.com`, and `foo.test.example.com`, but not `example.com`.',
  },
  manifests: 'hostname-wildcard.yaml',
  backends: ['v1'],
  // One name that the wildcard covers, spelled out.
  control: [replace('HTTPRoute/hostname-wildcard', '/spec/hostnames', ['spelled.wild.example.com'])],
  readings: [
    {
      name: 'the wildcard stands for one label only',
      exchanges: { 'one label': { backend: 'v1' }, 'two labels': { status: 404 } },
    },
  ],
  exchanges: [
    {
      name: 'a name that both arms have',
      send: { host: 'spelled.wild.example.com', path: '/' },
      expect: { backend: 'v1' },
    },
    {
      name: 'one label',
      send: { host: 'one.wild.example.com', path: '/' },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    {
      name: 'two labels',
      send: { host: 'two.labels.wild.example.com', path: '/' },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    { name: 'the bare domain', send: { host: 'wild.example.com', path: '/' }, expect: { status: 404 } },
    { name: 'a name that ends alike', send: { host: 'notwild.example.com', path: '/' }, expect: { status: 404 } },
  ],
});
