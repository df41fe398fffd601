import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'timeouts/request-timeout',
  revision: 1,
  feature: 'HTTPRouteRequestTimeout',
  level: 'extended',
  title: 'a request that takes longer than the route allows ends with a timeout error in time',
  spec: {
    section: 'HTTPRouteTimeouts.request',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutetimeouts',
    quote:
      'Request specifies the maximum duration for a gateway to respond to an HTTP request. If the gateway has not been able to respond before this deadline is met, the gateway MUST return a timeout error.',
  },
  manifests: 'request-timeout.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/request-timeout', '/spec/rules/0/timeouts')],
  scheduling: 'timed',
  exchanges: [
    // The specification names no code: 504 is what gateways say, 408 is a timeout error too.
    {
      name: 'an answer that takes 3 s, limit 1 s',
      send: {
        host: 'request-timeout.example.com',
        path: '/limited',
        headers: { 'x-echo-delay-ms': '3000' },
        timeoutMs: 10_000,
      },
      expect: { status: [504, 408], elapsedMs: { min: 950, max: 2500 } },
      control: { backend: 'v1', elapsedMs: { min: 2950 } },
    },
    {
      name: 'an answer that takes 3 s, no limit',
      send: {
        host: 'request-timeout.example.com',
        path: '/unlimited',
        headers: { 'x-echo-delay-ms': '3000' },
        timeoutMs: 10_000,
      },
      expect: { backend: 'v1' },
    },
    {
      name: 'an answer at once, limit 1 s',
      send: { host: 'request-timeout.example.com', path: '/limited' },
      expect: { backend: 'v1' },
    },
    {
      name: 'an answer that takes 0.3 s, limit 1 s',
      send: { host: 'request-timeout.example.com', path: '/limited', headers: { 'x-echo-delay-ms': '300' } },
      expect: { backend: 'v1' },
    },
  ],
});
