import { expect, test } from 'vitest';
import type { ObtainedProgram } from '../../../binaries/program.ts';
import { parseProfile } from '../../../profile/load-profile.ts';
import { ImageTable, repositoryOf } from './image-table.ts';

const profile = parseProfile(
  `
name: some
title: Some
homepage: https://some.example
controllerName: some.example/controller
install: { namespace: some, release: some, deployment: some, chart: { path: chart } }
embedded:
  images:
    - { image: some/gate, program: gate, entrypoint: [/usr/bin/gate, --always], commands: [gate] }
programs: { gate: {} }
defaultVersion: 1.0.0
versions: [{ version: 1.0.0, gatewayApi: 1.6.1, programs: { gate: 1.0.0 } }]
`,
  'some.yaml',
);
const origin = { kind: 'path' as const, path: '/opt/gate-1' };
const gate: ObtainedProgram = {
  name: 'gate',
  wantedVersion: '1.0.0',
  version: '1.0.0',
  path: '/opt/gate-1',
  sha256: '00',
  origin,
  cached: true,
};
const table = new ImageTable(profile, { gate });

test.each([
  ['docker.io/envoyproxy/gateway:v1.9.1', 'envoyproxy/gateway'],
  ['localhost:5000/a/b@sha256:12', 'a/b'],
  ['registry.k8s.io/pause', 'pause'],
  ['docker.io/library/nginx:1', 'nginx'],
  ['envoyproxy/envoy:distroless-v1.39.1@sha256:12', 'envoyproxy/envoy'],
])('%s is %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});

test('without a command the entrypoint runs, with one its own words', () => {
  expect(table.resolve('some/gate:1', undefined, ['a'])).toMatchObject({ name: 'gate', args: ['--always', 'a'] });
  expect(table.resolve('x.io/some/gate', ['gate', 'serve'], ['a'])).toMatchObject({ args: ['serve', 'a'] });
});

test('says what is missing and where it belongs', () => {
  expect(() => table.resolve('other/image:2', undefined, undefined)).toThrow(
    'no program stands for image other/image:2 (other/image); add it to embedded.images of profiles/some.yaml',
  );
  expect(() => table.resolve('some/gate', ['sh', '-c', 'x'], undefined)).toThrow('command "sh" of image some/gate');
});
