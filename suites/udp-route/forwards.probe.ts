import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'udp-route/forwards',
  revision: 1,
  feature: 'UDPRoute',
  title: 'a UDPRoute forwards datagrams of its listener to the backend',
  spec: {
    section: 'UDPRoute',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#udproute',
    quote:
      'When combined with a Gateway listener, it can be used to forward traffic on the port specified by the listener to a set of backends specified by the UDPRoute.',
  },
  manifests: 'forwards.yaml',
  backends: ['v1'],
  control: [leaveOut('UDPRoute/route')],
  exchanges: [
    { name: 'traffic arrives', send: { protocol: 'udp' }, expect: { backend: 'v1' }, control: { refused: true } },
  ],
});
