import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-wrong-namespace',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'ReferenceGrants from another namespace, or in another namespace than the backend, do not open it',
  spec: {
    section: 'ReferenceGrantSpec',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrantspec',
    quote: 'From describes the trusted namespaces and kinds that can reference the resources described in "To".',
  },
  manifests: 'reference-grant-wrong-namespace.yaml',
  backends: ['v1', 'other/v1'],
  control: [replace('ReferenceGrant/other/from-wrong-namespace', '/spec/from/0/namespace', 'default')],
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
