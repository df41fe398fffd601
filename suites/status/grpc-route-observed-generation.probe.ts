import { defineProbe } from '../../src/probe/definition.ts';
import { followsGeneration } from './follows-generation.ts';

const served = {
  name: 'traffic is served',
  send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Add' },
  expect: { backend: 'v1' },
} as const;

export default defineProbe({
  id: 'status/grpc-route-observed-generation',
  revision: 1,
  feature: 'GRPCRoute',
  title: 'the conditions of a GRPCRoute carry its generation after a change',
  spec: {
    section: 'RouteParentStatus',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#routeparentstatus',
    quote:
      'Implementations MUST always update the `observedGeneration` field of the Condition to the `metadata.generation` of the Gateway at the time of update creation.',
  },
  manifests: 'grpc-route-observed-generation.yaml',
  backends: ['v1'],
  phases: [
    { name: 'as created', exchanges: [served] },
    {
      name: 'changed',
      steps: [
        {
          do: 'patch',
          object: 'GRPCRoute/route',
          path: '/spec/rules/0/backendRefs/0/weight',
          value: 2,
          arm: 'treatment',
        },
      ],
      exchanges: [served, ...followsGeneration('GRPCRoute/route', 2)],
    },
  ],
});
