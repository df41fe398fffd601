import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'status/listener-unknown-route-kind',
  revision: 1,
  feature: 'Gateway',
  title: 'a listener that allows an unknown kind of route says ResolvedRefs False',
  spec: {
    section: 'AllowedRoutes',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#allowedroutes',
    quote:
      'If an implementation does not support or recognize this resource type, it MUST set the "ResolvedRefs" condition to False for this Listener with the "InvalidRouteKinds" reason.',
  },
  manifests: 'listener-unknown-route-kind.yaml',
  backends: ['v1'],
  gateways: 'own',
  control: [erase('Gateway/gateway', '/spec/listeners/0/allowedRoutes/kinds')],
  expectsConditions: [
    { object: 'Gateway/gateway', condition: 'ResolvedRefs' },
    { object: 'Gateway/gateway', condition: 'Accepted' },
    { object: 'Gateway/gateway', condition: 'Programmed' },
  ],
  exchanges: [
    {
      name: 'the listener is told that the kind is invalid',
      send: { protocol: 'status', object: 'Gateway/gateway', listener: 'unknown', condition: 'ResolvedRefs' },
      expect: { condition: { status: 'False', reason: 'InvalidRouteKinds' } },
      control: { condition: { status: 'True' } },
    },
    {
      name: 'the sound listener beside it is served',
      send: { host: 'sound.example.com', path: '/', listener: 'sound' },
      expect: { backend: 'v1' },
    },
  ],
});
