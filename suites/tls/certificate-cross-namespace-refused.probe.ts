import { add, defineProbe } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tls/certificate-cross-namespace-refused',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'a listener does not use a certificate of another namespace that no ReferenceGrant opens',
  spec: {
    section: 'ListenerTLSConfig',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#listenertlsconfig',
    quote:
      'If a ReferenceGrant does not allow this reference, the "ResolvedRefs" condition MUST be set to False for this listener with the "RefNotPermitted" reason.',
  },
  manifests: 'certificate-cross-namespace-refused.yaml',
  backends: ['v1'],
  gateways: 'own',
  control: [
    add({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ReferenceGrant',
      metadata: { name: 'grant', namespace: 'certificates' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'default' }],
        to: [{ group: '', kind: 'Secret', name: 'certificate' }],
      },
    }),
  ],
  // What follows from it: the listener is not programmed, and a route that has no other listener may be told so.
  expectsConditions: [
    { object: 'Gateway/gateway', condition: 'ResolvedRefs' },
    { object: 'Gateway/gateway', condition: 'Accepted' },
    { object: 'Gateway/gateway', condition: 'Programmed' },
    { object: 'HTTPRoute/route', condition: 'Accepted' },
  ],
  exchanges: [
    {
      name: 'no handshake with the certificate',
      send: { scheme: 'https', host: 'secure.example.com', path: '/' },
      expect: { refused: true },
      control: { backend: 'v1', certificate: 'certificate' },
      safety: true,
    },
    {
      name: 'the listener is told that the reference is not permitted',
      send: { protocol: 'status', object: 'Gateway/gateway', listener: 'https', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'RefNotPermitted' } },
      control: { condition: { status: 'True' } },
    },
  ],
});
