import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'grpc-route/method-match',
  revision: 1,
  feature: 'GRPCRoute',
  title: 'a method match selects the rule for exactly that method',
  spec: {
    section: 'GRPCMethodMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#grpcmethodmatch',
    quote: 'GRPCMethodMatch describes how to select a gRPC route by matching the gRPC request service and/or method.',
  },
  manifests: 'method-match.yaml',
  backends: ['v1', 'v2'],
  control: [erase('GRPCRoute/route', '/spec/rules/0/matches/0/method/method')],
  exchanges: [
    {
      name: 'the method',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Add' },
      expect: { backend: 'v1' },
    },
    {
      name: 'another method of the service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Remove' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'a method whose name begins with the matched one',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'AddAll' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the method of another service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Orders', method: 'Add' },
      expect: { backend: 'v2' },
    },
  ],
});
