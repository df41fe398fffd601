import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'status/listener-unsupported-protocol',
  revision: 1,
  feature: 'Gateway',
  title: 'a listener with a protocol that the controller does not know says Accepted False',
  spec: {
    section: 'ProtocolType',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#protocoltype',
    quote:
      'If an implementation does not support a specified protocol, it MUST set the "Accepted" condition to False for the affected Listener with a reason of "UnsupportedProtocol".',
  },
  manifests: 'listener-unsupported-protocol.yaml',
  backends: ['v1'],
  gateways: 'own',
  // Port and host name as well: HTTP is sure to be accepted where the other listener already is.
  control: [
    replace('Gateway/gateway', '/spec/listeners/0', {
      name: 'unsupported',
      protocol: 'HTTP',
      port: 80,
      hostname: 'unsupported.example.com',
    }),
  ],
  fields: [{ object: 'Gateway/gateway', path: '/spec/listeners/0/protocol' }],
  expectsConditions: [
    { object: 'Gateway/gateway', condition: 'ResolvedRefs' },
    { object: 'Gateway/gateway', condition: 'Accepted' },
    { object: 'Gateway/gateway', condition: 'Programmed' },
  ],
  exchanges: [
    {
      name: 'the listener is told that its protocol is unsupported',
      send: { protocol: 'status', object: 'Gateway/gateway', listener: 'unsupported', condition: 'Accepted' },
      expect: { condition: { status: 'False', reason: 'UnsupportedProtocol' } },
      control: { condition: { status: 'True' } },
    },
    {
      name: 'the sound listener beside it is served',
      send: { host: 'sound.example.com', path: '/', listener: 'sound' },
      expect: { backend: 'v1' },
    },
  ],
});
