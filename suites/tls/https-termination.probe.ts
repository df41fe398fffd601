import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tls/https-termination',
  revision: 1,
  feature: 'Gateway',
  title: 'an HTTPS listener ends TLS with its certificate and forwards plain HTTP',
  spec: {
    section: 'ListenerTLSConfig',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#listenertlsconfig',
    quote: 'Terminate: The TLS session between the downstream client and the Gateway is terminated at the Gateway.',
  },
  manifests: 'https-termination.yaml',
  backends: ['v1'],
  // The same listener without the route: the handshake is the listener's, the answer is the route's.
  control: [leaveOut('HTTPRoute/secure')],
  exchanges: [
    {
      name: 'HTTPS is served, and the backend sees plain HTTP',
      send: { scheme: 'https', host: 'secure.example.com', path: '/' },
      expect: { backend: 'v1', certificate: 'certificate', seen: { tls: false } },
      control: { status: 404, certificate: 'certificate' },
    },
    {
      name: 'another route on the listener',
      send: { scheme: 'https', host: 'sibling.example.com', path: '/' },
      expect: { backend: 'v1', certificate: 'certificate', seen: { tls: false } },
    },
  ],
});
