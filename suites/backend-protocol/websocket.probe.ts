import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'backend-protocol/websocket',
  revision: 1,
  feature: 'HTTPRouteBackendProtocolWebSocket',
  level: 'extended',
  title: 'a WebSocket reaches a backend whose port says appProtocol kubernetes.io/ws',
  spec: {
    section: 'HTTPBackendRef',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpbackendref',
    quote: 'implementations SHOULD honor the appProtocol field if it is set for the target Service Port.',
  },
  manifests: 'websocket.yaml',
  backends: ['v1'],
  // Without appProtocol WebSockets may work as well (GEP-1911), so the control is without the route.
  control: [leaveOut('HTTPRoute/route')],
  exchanges: [
    {
      name: 'a message goes to the backend and comes back',
      send: { protocol: 'websocket', host: 'ws.example.com', path: '/', message: 'hello' },
      expect: { backend: 'v1', message: 'hello' },
      control: { status: 404 },
    },
  ],
});
