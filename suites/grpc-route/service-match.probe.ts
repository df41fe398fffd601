import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'grpc-route/service-match',
  revision: 1,
  feature: 'GRPCRoute',
  title: 'a service match selects the rule for every method of exactly that service',
  spec: {
    section: 'GRPCMethodMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#grpcmethodmatch',
    quote: 'Value of the service to match against. If left empty or omitted, will match any service.',
  },
  manifests: 'service-match.yaml',
  backends: ['v1', 'v2'],
  control: [erase('GRPCRoute/route', '/spec/rules/0/matches')],
  exchanges: [
    {
      name: 'one method of the service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Add' },
      expect: { backend: 'v1' },
    },
    {
      name: 'another method of the service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Remove' },
      expect: { backend: 'v1' },
    },
    {
      name: 'another service',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Orders', method: 'Add' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'a service whose name begins with the matched one',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.CartArchive', method: 'Add' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
    {
      name: 'the service in other case',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.cart', method: 'Add' },
      expect: { backend: 'v2' },
      control: { backend: 'v1' },
    },
  ],
});
