import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/allowed-routes-selector',
  revision: 1,
  feature: 'Gateway',
  title: 'with allowedRoutes from Selector, routes of selected namespaces are served and others are not',
  spec: {
    section: 'RouteNamespaces',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#routenamespaces',
    quote: 'only Routes in Namespaces matching this Selector will be selected by this Gateway.',
  },
  manifests: 'allowed-routes-selector.yaml',
  backends: ['granted/v1', 'other/v1'],
  gateways: 'own',
  control: [replace('Gateway/gateway', '/spec/listeners/0/allowedRoutes/namespaces', { from: 'All' })],
  expectsConditions: [{ object: 'HTTPRoute/other/foreign', condition: 'Accepted' }],
  exchanges: [
    {
      name: 'a route of a selected namespace is served',
      send: { host: 'granted.example.com', path: '/' },
      expect: { backend: 'granted/v1' },
    },
    {
      name: 'a route of a namespace with another label is not',
      send: { host: 'foreign.example.com', path: '/' },
      expect: { status: 404 },
      control: { backend: 'other/v1' },
      safety: true,
    },
    {
      name: 'the foreign route is told that no listener lets it attach',
      send: { protocol: 'status', object: 'HTTPRoute/other/foreign', condition: 'Accepted' },
      expect: { condition: { status: 'False', reason: 'NotAllowedByListeners' } },
      control: { condition: { status: 'True' } },
    },
  ],
});
