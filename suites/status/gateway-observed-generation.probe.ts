import { defineProbe } from '../../src/probe/definition.ts';
import { followsGeneration } from './follows-generation.ts';

const served = {
  name: 'traffic is served',
  send: { host: 'www.example.com', path: '/' },
  expect: { backend: 'v1' },
} as const;

export default defineProbe({
  id: 'status/gateway-observed-generation',
  revision: 1,
  feature: 'Gateway',
  title: 'the conditions of a Gateway carry its generation after a change',
  spec: {
    section: 'GatewayStatus',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#gatewaystatus',
    quote:
      'Implementations MUST always update the `observedGeneration` field of the Condition to the `metadata.generation` of the Gateway at the time of update creation.',
  },
  manifests: 'gateway-observed-generation.yaml',
  backends: ['v1'],
  gateways: 'own',
  phases: [
    { name: 'as created', exchanges: [served] },
    {
      name: 'changed',
      steps: [
        {
          do: 'patch',
          object: 'Gateway/gateway',
          path: '/spec/listeners/0/allowedRoutes/namespaces/from',
          value: 'All',
          arm: 'treatment',
        },
      ],
      exchanges: [served, ...followsGeneration('Gateway/gateway', 2)],
    },
  ],
});
