import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'traffic-split/grpc-70-30',
  revision: 1,
  feature: 'GRPCRoute',
  requires: ['GRPCRoute'],
  level: 'core',
  title: 'two backends share the gRPC calls as 70 to 30',
  spec: {
    section: 'BackendRef.weight',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#backendref',
    quote:
      'Weight specifies the proportion of requests forwarded to the referenced backend. This is computed as weight/(sum of all weights in this BackendRefs list). For non-zero values, there may be some epsilon from the exact proportion defined here depending on the precision an implementation supports.',
  },
  manifests: 'grpc-70-30.yaml',
  backends: ['v1', 'v2'],
  // Without weights every backend counts 1.
  control: [
    erase('GRPCRoute/grpc-70-30', '/spec/rules/0/backendRefs/0/weight'),
    erase('GRPCRoute/grpc-70-30', '/spec/rules/0/backendRefs/1/weight'),
  ],
  scheduling: 'load',
  exchanges: [
    {
      name: 'many calls',
      send: {
        protocol: 'grpc',
        host: 'grpc-70-30.example.com',
        service: 'gateproof.Split',
        method: 'Echo',
        sample: { count: 3000, connections: 'kept' },
      },
      expect: { split: { v1: 70, v2: 30 } },
      control: { split: { v1: 1, v2: 1 } },
    },
    {
      name: 'a rule with one backend',
      send: { protocol: 'grpc', host: 'grpc-70-30.example.com', service: 'gateproof.One', method: 'Echo' },
      expect: { backend: 'v1' },
    },
  ],
});
