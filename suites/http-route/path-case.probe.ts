import { add, defineProbe } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/path-case',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'paths are compared with case sensitivity, Exact and PathPrefix alike',
  spec: {
    section: 'PathMatchType',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#pathmatchtype',
    quote:
      'Matches the URL path exactly and with case sensitivity. [...] Matching is case-sensitive and done on a path element by element basis.',
  },
  manifests: 'path-case.yaml',
  backends: ['v1', 'v2'],
  // What a controller reads that does not tell the cases apart.
  control: [
    add({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'other-case' },
      spec: {
        parentRefs: [{ name: 'gateway' }],
        hostnames: ['case.example.com'],
        rules: [
          { matches: [{ path: { type: 'Exact', value: '/EXACT' } }], backendRefs: [{ name: 'v1', port: 8080 }] },
          { matches: [{ path: { type: 'PathPrefix', value: '/Prefix' } }], backendRefs: [{ name: 'v2', port: 8080 }] },
        ],
      },
    }),
  ],
  exchanges: [
    { name: 'the exact path', send: { host: 'case.example.com', path: '/exact' }, expect: { backend: 'v1' } },
    { name: 'below the prefix', send: { host: 'case.example.com', path: '/prefix/x' }, expect: { backend: 'v2' } },
    {
      name: 'the exact path in upper case',
      send: { host: 'case.example.com', path: '/EXACT' },
      expect: { status: 404 },
      control: { backend: 'v1' },
    },
    {
      name: 'below the prefix with a capital',
      send: { host: 'case.example.com', path: '/Prefix/x' },
      expect: { status: 404 },
      control: { backend: 'v2' },
    },
  ],
});
