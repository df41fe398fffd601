import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-wrong-kind',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'ReferenceGrants from another kind of route, or to another kind of object, do not open a backend',
  spec: {
    section: 'ReferenceGrant',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrant',
    quote:
      'ReferenceGrant identifies kinds of resources in other namespaces that are trusted to reference the specified kinds of resources in the same namespace as the policy.',
  },
  manifests: 'reference-grant-wrong-kind.yaml',
  backends: ['v1', 'other/v1'],
  control: [replace('ReferenceGrant/other/from-wrong-kind', '/spec/from/0/kind', 'HTTPRoute')],
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
