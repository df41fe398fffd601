import { defineProbe, leaveOut } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tcp-route/forwards',
  revision: 1,
  feature: 'TCPRoute',
  title: 'a TCPRoute forwards connections of its listener to the backend',
  spec: {
    section: 'TCPRoute',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#tcproute',
    quote:
      'When combined with a Gateway listener, it can be used to forward connections on the port specified by the listener to a set of backends specified by the TCPRoute.',
  },
  manifests: 'forwards.yaml',
  backends: ['v1'],
  control: [leaveOut('TCPRoute/route')],
  exchanges: [
    { name: 'traffic arrives', send: { protocol: 'tcp' }, expect: { backend: 'v1' }, control: { refused: true } },
  ],
});
