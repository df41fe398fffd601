import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'backend-protocol/h2c',
  revision: 1,
  feature: 'HTTPRouteBackendProtocolH2C',
  level: 'extended',
  title: 'a backend whose port says appProtocol kubernetes.io/h2c is spoken to in HTTP/2 without TLS',
  spec: {
    section: 'HTTPBackendRef',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpbackendref',
    quote: 'implementations SHOULD honor the appProtocol field if it is set for the target Service Port.',
  },
  manifests: 'h2c.yaml',
  backends: ['v1'],
  // Port 8080 is the same program on a port that names no protocol.
  control: [replace('HTTPRoute/route', '/spec/rules/0/backendRefs/0/port', 8080)],
  exchanges: [
    {
      name: 'an HTTP/1.1 request arrives as HTTP/2',
      send: { host: 'www.example.com', path: '/' },
      expect: { backend: 'v1', seen: { protocol: 'HTTP/2', tls: false } },
      control: { backend: 'v1', seen: { protocol: 'HTTP/1.1', tls: false } },
    },
  ],
});
