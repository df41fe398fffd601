import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'grpc-route/header-match',
  revision: 1,
  feature: 'GRPCRoute',
  title: 'header matches select the rule when all of them hold',
  spec: {
    section: 'GRPCRouteMatch',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#grpcroutematch',
    quote:
      'Headers specifies gRPC request header matchers. Multiple match values are ANDed together, meaning, a request MUST match all the specified headers to select the route.',
  },
  manifests: 'header-match.yaml',
  backends: ['v1', 'v2'],
  control: [erase('GRPCRoute/route', '/spec/rules/0/matches')],
  exchanges: [
    {
      name: 'both headers',
      send: {
        protocol: 'grpc',
        host: 'grpc.example.com',
        service: 'shop.Cart',
        method: 'Add',
        metadata: { version: 'two', color: 'orange' },
      },
      expect: { backend: 'v2' },
    },
    {
      name: 'no header',
      send: { protocol: 'grpc', host: 'grpc.example.com', service: 'shop.Cart', method: 'Add' },
      expect: { backend: 'v1' },
      control: { backend: 'v2' },
    },
    {
      name: 'one of the two headers',
      send: {
        protocol: 'grpc',
        host: 'grpc.example.com',
        service: 'shop.Cart',
        method: 'Add',
        metadata: { version: 'two' },
      },
      expect: { backend: 'v1' },
      control: { backend: 'v2' },
    },
    {
      name: 'another value',
      send: {
        protocol: 'grpc',
        host: 'grpc.example.com',
        service: 'shop.Cart',
        method: 'Add',
        metadata: { version: 'three', color: 'orange' },
      },
      expect: { backend: 'v1' },
      control: { backend: 'v2' },
    },
  ],
});
