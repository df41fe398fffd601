import { defineProbe } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'cross-namespace/reference-grant-revoked',
  revision: 1,
  feature: 'ReferenceGrant',
  title: 'deleting a ReferenceGrant cuts the traffic that it allowed',
  spec: {
    section: 'ReferenceGrant',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#referencegrant',
    quote: 'MUST respond to the removal of a grant by revoking the access that the grant allowed.',
  },
  manifests: 'reference-grant-revoked.yaml',
  backends: ['v1', 'other/v1'],
  scheduling: 'timed',
  expectsConditions: [
    { object: 'HTTPRoute/cross', condition: 'ResolvedRefs' },
    { object: 'HTTPRoute/cross', condition: 'PartiallyInvalid' },
  ],
  phases: [
    {
      name: 'granted',
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
        },
      ],
    },
    {
      name: 'revoked',
      steps: [{ do: 'delete', object: 'ReferenceGrant/other/grant', arm: 'treatment' }],
      background: [
        {
          name: 'traffic to the other namespace during the change',
          send: { host: 'www.example.com', path: '/foreign' },
          expect: { status: 500 },
          control: { backend: 'other/v1' },
        },
      ],
      exchanges: [
        {
          name: 'the rule with a backend beside the route is served',
          send: { host: 'www.example.com', path: '/local' },
          expect: { backend: 'v1' },
        },
        {
          name: 'the backend in the other namespace is no longer reached',
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
    },
  ],
});
