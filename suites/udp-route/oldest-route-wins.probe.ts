import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'udp-route/oldest-route-wins',
  revision: 1,
  feature: 'UDPRoute',
  title: 'of two UDPRoutes on one listener, the older gets all the traffic',
  spec: {
    section: 'GEP-2645, Multiple UDPRoutes attaching to the same listener',
    url: 'https://gateway-api.sigs.k8s.io/geps/gep-2645/#multiple-udproutes-attaching-to-the-same-listener',
    quote:
      'When multiple UDPRoutes reference the same listener, the implementation MUST follow the general Gateway API route precedence rules defined in `AllowedRoutes`: 1. The oldest Route based on `metadata.creationTimestamp`.',
  },
  manifests: 'oldest-route-wins.yaml',
  backends: ['older', 'newer'],
  ordered: true,
  // What the last, or the alphabetically first, route would give: the newer one alone.
  control: [leaveOut('UDPRoute/z-older')],
  // Several datagrams in each round: a controller that spreads them over both routes does not pass by chance.
  exchanges: ['first', 'second', 'third', 'fourth', 'fifth'].map((which) => ({
    name: `the ${which} datagram goes to the older route`,
    send: { protocol: 'udp' },
    expect: { backend: 'older' },
    control: { backend: 'newer' },
  })),
});
