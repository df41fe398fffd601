import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-present',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'a backend in another namespace is reached when a ReferenceGrant opens it',
  spec: {
    section: 'ReferenceGrant',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrant',
    quote:
      'ReferenceGrant identifies kinds of resources in other namespaces that are trusted to reference the specified kinds of resources in the same namespace as the policy.',
  },
  manifests: 'reference-grant-present.yaml',
  backends: ['v1', 'other/v1'],
  control: [leaveOut('ReferenceGrant/other/grant')],
  exchanges: [
    {
      name: 'the rule with a backend beside the route is served',
      send: { host: 'www.example.com', path: '/local' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the backend in the other namespace is reached',
      send: { host: 'www.example.com', path: '/foreign' },
      expect: { backend: 'other/v1' },
      control: { status: 500 },
    },
  ],
});
