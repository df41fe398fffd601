import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'references/unknown-kind',
  revision: 1,
  feature: 'HTTPRoute',
  title: 'a rule whose backend is of an unknown kind answers 500, and its sibling is served',
  spec: {
    section: 'HTTPBackendRef',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpbackendref',
    quote:
      'It refers to an unknown or unsupported kind of resource. In this case, the Reason must be set to `InvalidKind`',
  },
  manifests: 'unknown-kind.yaml',
  backends: ['v1'],
  control: [replace('HTTPRoute/route', '/spec/rules/0/backendRefs/0', { name: 'v1', port: 8080 })],
  expectsConditions: [
    { object: 'HTTPRoute/route', condition: 'ResolvedRefs' },
    { object: 'HTTPRoute/route', condition: 'PartiallyInvalid' },
  ],
  exchanges: [
    {
      name: 'the rule with the broken reference answers 500',
      send: { host: 'www.example.com', path: '/broken' },
      expect: { status: 500 },
      control: { backend: 'v1' },
    },
    {
      name: 'its sibling is unharmed',
      send: { host: 'www.example.com', path: '/sound' },
      expect: { backend: 'v1' },
    },
    {
      name: 'the route is told that the kind is invalid',
      send: { protocol: 'status', object: 'HTTPRoute/route', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'InvalidKind' } },
      control: { condition: { status: 'True' } },
    },
  ],
});
