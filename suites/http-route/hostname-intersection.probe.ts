import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/hostname-intersection',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a route is used for the host names that it shares with the listener, and for no others',
  spec: {
    section: 'HTTPRouteSpec.hostnames',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutespec',
    quote:
      'If both the Listener and HTTPRoute have specified hostnames, any HTTPRoute hostnames that do not match the Listener hostname MUST be ignored.',
  },
  manifests: 'hostname-intersection.yaml',
  backends: ['v1', 'v2'],
  // Listeners wide enough for every host name of their routes.
  control: [
    replace('Gateway/gateway', '/spec/listeners/0/hostname', '*.example.com'),
    replace('Gateway/gateway', '/spec/listeners/1/hostname', '*.specific.example.org'),
  ],
  exchanges: [
    {
      name: 'wildcard listener, exact route: a name inside',
      send: { host: 'in.wide.example.com', path: '/', listener: 'wide' },
      expect: { backend: 'v1' },
    },
    {
      name: 'wildcard listener, exact route: a name of the route outside',
      send: { host: 'out.example.com', path: '/', listener: 'wide' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'exact listener, wildcard route: the name of the listener',
      send: { host: 'very.specific.example.org', path: '/', listener: 'narrow' },
      expect: { backend: 'v2' },
    },
    {
      name: 'exact listener, wildcard route: another name of the route',
      send: { host: 'other.specific.example.org', path: '/', listener: 'narrow' },
      expect: { status: 404 },
      control: { backend: 'v2' },
    },
    {
      name: 'a name of the listener that is not of the route',
      send: { host: 'unrouted.wide.example.com', path: '/', listener: 'wide' },
      expect: { status: 404 },
    },
  ],
});
