import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'traffic-split/http-70-30-0',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'two backends share the requests as 70 to 30, and a third with weight 0 gets none',
  spec: {
    section: 'BackendRef.weight',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#backendref',
    quote:
      'Weight specifies the proportion of requests forwarded to the referenced backend. This is computed as weight/(sum of all weights in this BackendRefs list). For non-zero values, there may be some epsilon from the exact proportion defined here depending on the precision an implementation supports. [...] If weight is set to 0, no traffic should be forwarded for this entry.',
  },
  manifests: 'http-70-30-0.yaml',
  backends: ['v1', 'v2', 'v3'],
  // Without weights every backend counts 1.
  control: [
    erase('HTTPRoute/http-70-30-0', '/spec/rules/0/backendRefs/0/weight'),
    erase('HTTPRoute/http-70-30-0', '/spec/rules/0/backendRefs/1/weight'),
    erase('HTTPRoute/http-70-30-0', '/spec/rules/0/backendRefs/2/weight'),
  ],
  scheduling: 'load',
  exchanges: [
    {
      name: 'many requests',
      send: { host: 'http-70-30-0.example.com', path: '/split', sample: { count: 3000, connections: 'kept' } },
      expect: { split: { v1: 70, v2: 30, v3: 0 } },
      control: { split: { v1: 1, v2: 1, v3: 1 } },
    },
    {
      name: 'a rule with one backend',
      send: { host: 'http-70-30-0.example.com', path: '/one' },
      expect: { backend: 'v1' },
    },
  ],
});
