import { defineProbe, erase } from '../../src/probe/definition.ts';

export default defineProbe({
  id: 'http-filters/redirect-path-full',
  revision: 1,
  feature: 'HTTPRoutePathRedirect',
  level: 'extended',
  title: 'a redirect goes to the full path that the route names',
  spec: {
    section: 'HTTPPathModifier.replaceFullPath',
    url: 'https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmodifier',
    quote:
      'ReplaceFullPath specifies the value with which to replace the full path of a request during a rewrite or redirect.',
  },
  manifests: 'redirect-path-full.yaml',
  backends: ['v1'],
  // The host name stays, so that the control redirects too, and not to itself.
  control: [erase('HTTPRoute/redirect-path-full', '/spec/rules/0/filters/0/requestRedirect/path')],
  exchanges: [
    {
      name: 'the matched path itself',
      send: { host: 'redirect-path-full.example.com', path: '/redirected' },
      expect: { status: 302, redirect: { path: '/replaced/all' } },
      control: { status: 302, redirect: { path: '/redirected' } },
    },
    {
      name: 'below the matched path',
      send: { host: 'redirect-path-full.example.com', path: '/redirected/x/y' },
      expect: { status: 302, redirect: { path: '/replaced/all' } },
      control: { status: 302, redirect: { path: '/redirected/x/y' } },
    },
    {
      name: 'a rule without the filter',
      send: { host: 'redirect-path-full.example.com', path: '/served' },
      expect: { backend: 'v1' },
    },
  ],
});
