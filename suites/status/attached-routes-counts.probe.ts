import { defineProbe } from '../../src/probe/definition.ts';

const attachedRoutes = {
  protocol: 'status',
  object: 'Gateway/gateway',
  listener: 'counted',
  field: '/attachedRoutes',
} as const;

const beside = {
  name: 'the route of the listener beside it is served',
  send: { host: 'beside.example.org', path: '/', listener: 'beside' },
  expect: { backend: 'v1' },
} as const;

export default defineProbe({
  id: 'status/attached-routes-counts',
  revision: 1,
  feature: 'Gateway',
  title: 'attachedRoutes of a listener follows routes that come and go',
  spec: {
    section: 'ListenerStatus',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#listenerstatus',
    quote:
      'AttachedRoutes represents the total number of Routes that have been successfully attached to this Listener.',
  },
  manifests: 'attached-routes-counts.yaml',
  backends: ['v1'],
  gateways: 'own',
  withheld: ['HTTPRoute/first', 'HTTPRoute/second'],
  phases: [
    { name: 'no route', exchanges: [beside, { name: 'none is counted', send: attachedRoutes, expect: { value: 0 } }] },
    {
      name: 'two routes',
      steps: [
        { do: 'apply', object: 'HTTPRoute/first', arm: 'treatment' },
        { do: 'apply', object: 'HTTPRoute/second', arm: 'treatment' },
      ],
      exchanges: [
        beside,
        { name: 'both are counted', send: attachedRoutes, expect: { value: 2 }, control: { value: 0 } },
      ],
    },
    {
      name: 'one deleted',
      steps: [{ do: 'delete', object: 'HTTPRoute/second', arm: 'treatment' }],
      exchanges: [
        beside,
        { name: 'one is counted', send: attachedRoutes, expect: { value: 1 }, control: { value: 0 } },
      ],
    },
  ],
});
