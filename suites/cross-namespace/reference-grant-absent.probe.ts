import { add, defineProbe } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-absent',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'a backend in another namespace is refused when no ReferenceGrant opens it',
  spec: {
    section: 'ReferenceGrant',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrant',
    quote: 'Implementations that support ReferenceGrant MUST NOT permit cross-namespace references which have no grant',
  },
  manifests: 'reference-grant-absent.yaml',
  backends: ['v1', 'other/v1'],
  control: [
    add({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ReferenceGrant',
      metadata: { name: 'grant', namespace: 'other' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service' }],
      },
    }),
  ],
  expectsConditions: [
    { object: 'HTTPRoute/cross', condition: 'ResolvedRefs' },
    { object: 'HTTPRoute/cross', condition: 'PartiallyInvalid' },
  ],
  exchanges: [
    {
      name: 'the rule with a backend beside the route is served',
      send: { host: 'www.example.com', path: '/local' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the backend in the other namespace is not reached',
      send: { host: 'www.example.com', path: '/foreign' },
      expect: { status: 500 },
      control: { backend: 'other/v1' },
      safety: true,
    },
    {
      name: 'the route is told that the reference is not permitted',
      send: { protocol: 'status', object: 'HTTPRoute/cross', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'RefNotPermitted' } },
      control: { condition: { status: 'True' } },
    },
  ],
});
