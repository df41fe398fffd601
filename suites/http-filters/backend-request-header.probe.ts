import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/backend-request-header',
  revision: 1,
  feature: 'HTTPRouteBackendRequestHeaderModification',
  level: 'extended',
  title: 'a header that a backendRef sets goes to that backend and no other',
  spec: {
    section: 'HTTPBackendRef.filters',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httpbackendref',
    quote:
      'Filters defined at this level should be executed if and only if the request is being forwarded to the backend defined here.',
  },
  manifests: 'backend-request-header.yaml',
  backends: ['v1', 'v2'],
  control: [
    erase('HTTPRoute/backend-request-header', '/spec/rules/0/backendRefs/0/filters'),
    erase('HTTPRoute/backend-request-header', '/spec/rules/1/backendRefs/0/filters'),
    erase('HTTPRoute/backend-request-header', '/spec/rules/2/backendRefs/0/filters'),
    erase('HTTPRoute/backend-request-header', '/spec/rules/2/backendRefs/1/filters'),
    erase('HTTPRoute/backend-request-header', '/spec/rules/3/backendRefs/0/filters'),
    erase('HTTPRoute/backend-request-header', '/spec/rules/3/backendRefs/1/filters'),
  ],
  exchanges: [
    {
      name: 'the only backendRef of a rule',
      send: { host: 'per-backend.example.com', path: '/one' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'for-v1' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'the only backendRef of another rule',
      send: { host: 'per-backend.example.com', path: '/two', headers: { 'X-Probed': 'from-client' } },
      expect: { backend: 'v2', seen: { headers: { 'x-probed': 'for-v2' } } },
      control: { backend: 'v2', seen: { headers: { 'x-probed': 'from-client' } } },
    },
    {
      name: 'the first of two backendRefs answers',
      send: { host: 'per-backend.example.com', path: '/both/first' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': 'for-v1' } } },
      control: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'the second of two backendRefs answers',
      send: { host: 'per-backend.example.com', path: '/both/second' },
      expect: { backend: 'v2', seen: { headers: { 'x-probed': 'for-v2' } } },
      control: { backend: 'v2', seen: { headers: { 'x-probed': null } } },
    },
    {
      name: 'a backendRef without the filter',
      send: { host: 'per-backend.example.com', path: '/unfiltered' },
      expect: { backend: 'v1', seen: { headers: { 'x-probed': null } } },
    },
  ],
});
