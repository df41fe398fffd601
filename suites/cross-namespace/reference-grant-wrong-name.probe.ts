import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-wrong-name',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'a ReferenceGrant to one named Service does not open its neighbour',
  spec: {
    section: 'ReferenceGrantTo',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrantto',
    quote:
      'Name is the name of the referent. When unspecified, this policy refers to all resources of the specified Group and Kind in the local namespace.',
  },
  manifests: 'reference-grant-wrong-name.yaml',
  backends: ['v1', 'other/v1', 'other/v2'],
  control: [erase('ReferenceGrant/other/grant', '/spec/to/0/name')],
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
      name: 'the Service that the grant names is reached',
      send: { host: 'www.example.com', path: '/named' },
      expect: { backend: 'other/v2' },
    },
    {
      name: 'its neighbour is not',
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
