import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/allowed-routes-all',
  revision: 1,
  feature: 'Gateway',
  title: 'with allowedRoutes from All, a route of another namespace is served',
  spec: {
    section: 'RouteNamespaces',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#routenamespaces',
    quote: 'All: Routes in all namespaces may be used by this Gateway.',
  },
  manifests: 'allowed-routes-all.yaml',
  backends: ['v1', 'other/v1'],
  gateways: 'own',
  control: [replace('Gateway/gateway', '/spec/listeners/0/allowedRoutes/namespaces/from', 'Same')],
  exchanges: [
    {
      name: 'the route beside the Gateway is served',
      send: { host: 'local.example.com', path: '/' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the route of the other namespace is served too',
      send: { host: 'foreign.example.com', path: '/' },
      expect: { backend: 'other/v1' },
      control: { status: 404 },
    },
  ],
});
