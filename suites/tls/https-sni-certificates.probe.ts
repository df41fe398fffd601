import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tls/https-sni-certificates',
  revision: 1,
  feature: 'Gateway',
  title: 'of several HTTPS listeners on one port, each presents its own certificate, chosen by SNI',
  spec: {
    section: 'Listener',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#listener',
    quote:
      'The GatewayClass MUST use the longest matching SNI out of all available certificates for any TLS handshake.',
  },
  manifests: 'https-sni-certificates.yaml',
  backends: ['v1'],
  control: [
    replace('Gateway/gateway', '/spec/listeners/1/tls/certificateRefs/0/name', 'certificate-a'),
    replace('Gateway/gateway', '/spec/listeners/2/tls/certificateRefs/0/name', 'certificate-a'),
  ],
  exchanges: [
    {
      name: 'the first host',
      send: { scheme: 'https', host: 'a.example.com', path: '/', listener: 'a' },
      expect: { backend: 'v1', certificate: 'certificate-a' },
    },
    {
      name: 'the second host',
      send: { scheme: 'https', host: 'b.example.com', path: '/', listener: 'b' },
      expect: { backend: 'v1', certificate: 'certificate-b' },
      control: { backend: 'v1', certificate: 'certificate-a' },
    },
    {
      name: 'the third host',
      send: { scheme: 'https', host: 'c.example.com', path: '/', listener: 'c' },
      expect: { backend: 'v1', certificate: 'certificate-c' },
      control: { backend: 'v1', certificate: 'certificate-a' },
    },
  ],
});
