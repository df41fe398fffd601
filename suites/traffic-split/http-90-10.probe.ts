import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'traffic-split/http-90-10',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'two backends share the requests as 90 to 10',
  spec: {
    section: 'BackendRef.weight',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#backendref',
    quote:
      'Weight specifies the proportion of requests forwarded to the referenced backend. This is computed as weight/(sum of all weights in this BackendRefs list). For non-zero values, there may be some epsilon from the exact proportion defined here depending on the precision an implementation supports.',
  },
  manifests: 'http-90-10.yaml',
  backends: ['v1', 'v2'],
  // Without weights every backend counts 1.
  control: [
    erase('HTTPRoute/http-90-10', '/spec/rules/0/backendRefs/0/weight'),
    erase('HTTPRoute/http-90-10', '/spec/rules/0/backendRefs/1/weight'),
  ],
  scheduling: 'load',
  exchanges: [
    {
      name: 'many requests',
      send: { host: 'http-90-10.example.com', path: '/split', sample: { count: 3000, connections: 'kept' } },
      expect: { split: { v1: 90, v2: 10 } },
      control: { split: { v1: 1, v2: 1 } },
    },
    {
      name: 'a rule with one backend',
      send: { host: 'http-90-10.example.com', path: '/one' },
      expect: { backend: 'v1' },
    },
  ],
});
