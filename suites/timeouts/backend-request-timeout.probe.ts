import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'timeouts/backend-request-timeout',
  revision: 1,
  feature: 'HTTPRouteBackendTimeout',
  level: 'extended',
  title: 'a request to a backend that takes longer than the route allows ends with a timeout error in time',
  spec: {
    section: 'HTTPRouteTimeouts.backendRequest',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httproutetimeouts',
    quote:
      'BackendRequest specifies a timeout for an individual request from the gateway to a backend. This covers the time from when the request first starts being sent from the gateway to when the full response has been received from the backend.',
  },
  manifests: 'backend-request-timeout.yaml',
  backends: ['v1'],
  control: [erase('HTTPRoute/backend-request-timeout', '/spec/rules/0/timeouts')],
  scheduling: 'timed',
  exchanges: [
    // POST, because a gateway may repeat other requests on its own, each with a limit of its own. 504 is what gateways say; the
    // specification names no code, and 408 is a timeout error too.
    {
      name: 'an answer that takes 3 s, limit 1 s',
      send: {
        host: 'backend-request-timeout.example.com',
        path: '/limited',
        method: 'POST',
        body: 'hello',
        headers: { 'x-echo-delay-ms': '3000' },
        timeoutMs: 10_000,
      },
      expect: { status: [504, 408], elapsedMs: { min: 950, max: 2500 } },
      control: { backend: 'v1', elapsedMs: { min: 2950 } },
    },
    {
      name: 'an answer that takes 3 s, no limit',
      send: {
        host: 'backend-request-timeout.example.com',
        path: '/unlimited',
        headers: { 'x-echo-delay-ms': '3000' },
        timeoutMs: 10_000,
      },
      expect: { backend: 'v1' },
    },
    {
      name: 'an answer at once, limit 1 s',
      send: { host: 'backend-request-timeout.example.com', path: '/limited' },
      expect: { backend: 'v1' },
    },
    {
      name: 'an answer that takes 0.3 s, limit 1 s',
      send: { host: 'backend-request-timeout.example.com', path: '/limited', headers: { 'x-echo-delay-ms': '300' } },
      expect: { backend: 'v1' },
    },
  ],
});
