import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tcp-route/oldest-route-wins',
  revision: 1,
  feature: 'TCPRoute',
  title: 'of two TCPRoutes on one listener, the older gets all the traffic',
  spec: {
    section: 'GEP-2644, Multiple TCPRoutes attaching to the same listener',
    url: 'https://gateway-api.sigs.k8s.io/geps/gep-2644/#multiple-tcproutes-attaching-to-the-same-listener',
    quote:
      'When multiple TCPRoutes reference the same listener, the implementation MUST follow the general Gateway API route precedence rules defined in `AllowedRoutes`: 1. The oldest Route based on `metadata.creationTimestamp`.',
  },
  manifests: 'oldest-route-wins.yaml',
  backends: ['older', 'newer'],
  ordered: true,
  // What the last, or the alphabetically first, route would give: the newer one alone.
  control: [leaveOut('TCPRoute/z-older')],
  exchanges: [
    {
      name: 'every connection goes to the older route',
      send: { protocol: 'tcp', sample: { count: 60, connections: 'fresh' } },
      expect: { backend: 'older' },
      control: { backend: 'newer' },
    },
  ],
});
