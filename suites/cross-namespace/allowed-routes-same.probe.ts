import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/allowed-routes-same',
  revision: 1,
  feature: 'Gateway',
  title: 'with allowedRoutes from Same, a route of another namespace is not served',
  spec: {
    section: 'RouteNamespaces',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#routenamespaces',
    quote: 'Same: Only Routes in the same namespace may be used by this Gateway.',
  },
  manifests: 'allowed-routes-same.yaml',
  backends: ['v1', 'other/v1'],
  gateways: 'own',
  control: [replace('Gateway/gateway', '/spec/listeners/0/allowedRoutes/namespaces/from', 'All')],
  expectsConditions: [{ object: 'HTTPRoute/other/foreign', condition: 'Accepted' }],
  exchanges: [
    {
      name: 'the route beside the Gateway is served',
      send: { host: 'local.example.com', path: '/' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the route of the other namespace is not',
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
