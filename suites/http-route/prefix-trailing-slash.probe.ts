import { defineProbe, replace } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-route/prefix-trailing-slash',
  revision: 1,
  feature: 'HTTPRoute',
  level: 'core',
  title: 'a slash at the end of a PathPrefix is ignored',
  spec: {
    section: 'PathMatchType',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#pathmatchtype',
    quote:
      'A path element refers to the list of labels in the path split by the `/` separator. When specified, a trailing `/` is ignored.',
  },
  manifests: 'prefix-trailing-slash.yaml',
  backends: ['v1'],
  // What a controller reads that insists on the slash.
  control: [
    replace('HTTPRoute/prefix-trailing-slash', '/spec/rules/0/matches', [
      { path: { type: 'Exact', value: '/v2/' } },
      { path: { type: 'PathPrefix', value: '/v2/x' } },
    ]),
  ],
  exchanges: [
    {
      name: 'the prefix without its slash',
      send: { host: 'slash.example.com', path: '/v2' },
      expect: { backend: 'v1' },
      control: { status: 404 },
    },
    { name: 'the prefix with its slash', send: { host: 'slash.example.com', path: '/v2/' }, expect: { backend: 'v1' } },
    { name: 'an element below it', send: { host: 'slash.example.com', path: '/v2/x' }, expect: { backend: 'v1' } },
  ],
});
