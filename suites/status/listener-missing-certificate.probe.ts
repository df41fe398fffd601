import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'status/listener-missing-certificate',
  revision: 1,
  feature: 'Gateway',
  title: 'a listener whose certificate does not exist says ResolvedRefs False',
  spec: {
    section: 'ListenerReasonInvalidCertificateRef',
    url: 'https://pkg.go.dev/sigs.k8s.io/gateway-api@v1.6.1/apis/v1#ListenerReasonInvalidCertificateRef',
    quote:
      'This reason is used with the "ResolvedRefs" condition when the Listener has a TLS configuration with at least one TLS CertificateRef that is invalid or does not exist.',
  },
  manifests: 'listener-missing-certificate.yaml',
  backends: ['v1'],
  gateways: 'own',
  control: [replace('Gateway/gateway', '/spec/listeners/0/tls/certificateRefs/0/name', 'certificate')],
  expectsConditions: [
    { object: 'Gateway/gateway', condition: 'ResolvedRefs' },
    { object: 'Gateway/gateway', condition: 'Accepted' },
    { object: 'Gateway/gateway', condition: 'Programmed' },
  ],
  exchanges: [
    {
      name: 'the listener is told that the certificate reference is invalid',
      send: { protocol: 'status', object: 'Gateway/gateway', listener: 'https', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'InvalidCertificateRef' } },
      control: { condition: { status: 'True' } },
    },
    {
      name: 'the sound listener beside it is served',
      send: { host: 'sound.example.com', path: '/', listener: 'sound' },
      expect: { backend: 'v1' },
    },
  ],
});
