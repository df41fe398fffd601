import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'grpc-route/no-match-unimplemented',
  revision: 1,
  feature: 'GRPCRoute',
  title: 'a call that no rule matches gets UNIMPLEMENTED',
  spec: {
    section: 'GatewaySpec',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#gatewayspec',
    quote:
      'The specific mechanism for rejection depends on the protocol: HTTP returns a 404 status code, while gRPC returns an Unimplemented status code.',
  },
  manifests: 'no-match-unimplemented.yaml',
  backends: ['v1'],
  control: [erase('GRPCRoute/route', '/spec/rules/0/matches')],
  readings: [
    {
      name: 'a bare HTTP 404, which clients turn into UNIMPLEMENTED themselves',
      exchanges: { 'another method': { status: 404 }, 'another service': { status: 404 } },
    },
  ],
  exchanges: [
    {
      name: 'a call that the rule matches',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Add' },
      expect: { backend: 'v1' },
    },
    {
      name: 'another method',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Remove' },
      expect: { grpcStatus: 'UNIMPLEMENTED' },
      control: { backend: 'v1' },
    },
    {
      name: 'another service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Orders', method: 'Add' },
      expect: { grpcStatus: 'UNIMPLEMENTED' },
      control: { backend: 'v1' },
    },
  ],
});
