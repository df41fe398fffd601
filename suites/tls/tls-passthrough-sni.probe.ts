import { defineProbe, leaveOut, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'tls/tls-passthrough-sni',
  revision: 1,
  feature: 'TLSRoute',
  title: 'TLSRoutes hand TLS connections through, unopened, to the backend that the SNI selects',
  spec: {
    section: 'TLSRouteSpec',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#tlsroutespec',
    quote:
      'Hostnames defines a set of SNI hostnames that should match against the SNI attribute of TLS ClientHello message in TLS handshake.',
  },
  manifests: 'tls-passthrough-sni.yaml',
  backends: ['v1', 'v2'],
  // A controller that does not look at the SNI: the older route gets every connection.
  control: [leaveOut('TLSRoute/second'), replace('TLSRoute/first', '/spec/hostnames', ['*.example.com'])],
  exchanges: [
    {
      name: 'the first host',
      send: { protocol: 'tls', sni: 'a.example.com' },
      expect: { backend: 'v1', seen: { tls: true, sni: 'a.example.com' } },
    },
    {
      name: 'the second host',
      send: { protocol: 'tls', sni: 'b.example.com' },
      expect: { backend: 'v2', seen: { tls: true, sni: 'b.example.com' } },
      control: { backend: 'v1', seen: { tls: true, sni: 'b.example.com' } },
    },
    {
      name: 'a host that no route names',
      send: { protocol: 'tls', sni: 'c.example.com' },
      expect: { refused: true },
      control: { backend: 'v1' },
    },
  ],
});
