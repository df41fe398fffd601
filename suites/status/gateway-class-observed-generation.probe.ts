import { defineProbe } from '../../src/probe/definition.ts';
import { followsGeneration } from './follows-generation.ts';

const served = {
  name: 'the controller is at work',
  send: { host: 'alive.example.com', path: '/' },
  expect: { backend: 'v1' },
} as const;

export default defineProbe({
  id: 'status/gateway-class-observed-generation',
  revision: 1,
  feature: 'Gateway',
  title: 'the Accepted condition of a GatewayClass carries its generation after a change',
  spec: {
    section: 'GatewayClassStatus',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#gatewayclassstatus',
    quote:
      'Implementations MUST always update the `observedGeneration` field of the Condition to the `metadata.generation` of the Gateway at the time of update creation.',
  },
  manifests: 'gateway-class-observed-generation.yaml',
  backends: ['v1'],
  clusterScoped: true,
  phases: [
    { name: 'as created', exchanges: [served] },
    {
      name: 'changed',
      steps: [
        { do: 'patch', object: 'GatewayClass/described', path: '/spec/description', value: 'second', arm: 'treatment' },
      ],
      exchanges: [served, ...followsGeneration('GatewayClass/described', 1)],
    },
  ],
});
