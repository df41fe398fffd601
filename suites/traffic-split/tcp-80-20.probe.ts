import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'traffic-split/tcp-80-20',
  revision: 1,
  feature: 'TCPRoute',
  requires: ['TCPRoute'],
  level: 'core',
  title: 'two backends share the TCP connections as 80 to 20',
  spec: {
    section: 'BackendRef.weight',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#backendref',
    quote:
      'Weight specifies the proportion of requests forwarded to the referenced backend. This is computed as weight/(sum of all weights in this BackendRefs list). For non-zero values, there may be some epsilon from the exact proportion defined here depending on the precision an implementation supports.',
  },
  manifests: 'tcp-80-20.yaml',
  backends: ['v1', 'v2'],
  // Without weights every backend counts 1.
  control: [
    erase('TCPRoute/tcp-80-20', '/spec/rules/0/backendRefs/0/weight'),
    erase('TCPRoute/tcp-80-20', '/spec/rules/0/backendRefs/1/weight'),
  ],
  scheduling: 'load',
  exchanges: [
    {
      name: 'many connections',
      send: { protocol: 'tcp', sample: { count: 3000, connections: 'fresh' } },
      expect: { split: { v1: 80, v2: 20 } },
      control: { split: { v1: 1, v2: 1 } },
    },
  ],
});
