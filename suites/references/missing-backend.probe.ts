import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'references/missing-backend',
  revision: 1,
  feature: 'HTTPRoute',
  title: 'a rule whose backend does not exist answers 500, and its sibling is served',
  spec: {
    section: 'HTTPBackendRef',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpbackendref',
    quote: 'It refers to a resource that does not exist. In this case, the Reason must be set to `BackendNotFound`',
  },
  manifests: 'missing-backend.yaml',
  backends: ['v1'],
  control: [replace('HTTPRoute/route', '/spec/rules/0/backendRefs/0/name', 'v1')],
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
      name: 'the route is told that the backend was not found',
      send: { protocol: 'status', object: 'HTTPRoute/route', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'BackendNotFound' } },
      control: { condition: { status: 'True' } },
    },
  ],
});
