import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tls/certificate-cross-namespace-granted',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'a listener uses a certificate of another namespace when a ReferenceGrant opens it',
  spec: {
    section: 'ListenerTLSConfig',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#listenertlsconfig',
    quote:
      'References to a resource in different namespace are invalid UNLESS there is a ReferenceGrant in the target namespace that allows the certificate to be attached.',
  },
  manifests: 'certificate-cross-namespace-granted.yaml',
  backends: ['v1'],
  gateways: 'own',
  control: [leaveOut('ReferenceGrant/certificates/grant')],
  exchanges: [
    {
      name: 'a handshake with the certificate, and the route served',
      send: { scheme: 'https', host: 'secure.example.com', path: '/' },
      expect: { backend: 'v1', certificate: 'certificate' },
      control: { refused: true },
    },
  ],
});
