import { defineProbe } from '../../src/probe/definition.ts';
import { followsGeneration } from './follows-generation.ts';

const served = {
  name: 'traffic is served',
  send: { protocol: 'tls', sni: 'a.example.com' },
  expect: { backend: 'v1' },
} as const;

export default defineProbe({
  id: 'status/tls-route-observed-generation',
  revision: 1,
  feature: 'TLSRoute',
  title: 'the conditions of a TLSRoute carry its generation after a change',
  spec: {
    section: 'RouteParentStatus',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#routeparentstatus',
    quote:
      'Implementations MUST always update the `observedGeneration` field of the Condition to the `metadata.generation` of the Gateway at the time of update creation.',
  },
  manifests: 'tls-route-observed-generation.yaml',
  backends: ['v1'],
  phases: [
    { name: 'as created', exchanges: [served] },
    {
      name: 'changed',
      steps: [
        {
          do: 'patch',
          object: 'TLSRoute/route',
          path: '/spec/rules/0/backendRefs/0/weight',
          value: 2,
          arm: 'treatment',
        },
      ],
      exchanges: [served, ...followsGeneration('TLSRoute/route', 2)],
    },
  ],
});
