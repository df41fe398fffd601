import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseProfile } from '../profile/load-profile.ts';
import { controlPlanePrograms, helmProgram } from './control-plane-programs.ts';
import { obtainPrograms } from './obtain-programs.ts';
import { fillTemplate, hostPlatform } from './platform.ts';
import type { ProgramRequest } from './program-source.ts';
import { publishGoModule, registryEnvironment } from './testing/local-registries.ts';
import { type LocalReleaseServer, startLocalReleaseServer } from './testing/local-release-server.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const profile = parseProfile(
  `
name: example
title: Example
homepage: https://example.test
controllerName: example.test/controller
install:
  namespace: example-system
  release: ex
  deployment: example
  chart:
    goModule: example.test/controller
    path: chart
    values: { replicas: 1 }
programs:
  example:
    release: { url: 'https://example.test/v{version}', checksums: 'https://example.test/v{version}.sha256' }
    version: { command: [version], pattern: '^v(\\S+)' }
defaultVersion: 1.0.0
versions:
  - { version: 1.0.0, gatewayApi: 1.2.3, programs: { example: 1.0.0 } }
`,
  'example.yaml',
);

/** Prints every way in which the programs are asked for their version, and for helm the arguments as an object. */
const program = (version: string) => `#!/bin/sh
case "$1" in
template) printf 'kind: Arguments\\nmetadata: {name: "%s"}\\n' "$*"; cat "$8" | sed 's/^/values-/' ;;
*) echo "v${version}"; echo "etcd Version: ${version}"; echo "Kubernetes v${version}" ;;
esac
`;

/** Publishes a script as the release of a program, in an archive where the project uses one. */
async function publishRelease(server: LocalReleaseServer, dir: string, { version, source }: ProgramRequest) {
  const release = source.release!;
  const fill = (text: string) => fillTemplate(text, { version, platform: hostPlatform() });
  const path = (url: string) => fill(url).replace('https:/', '');
  const scriptFile = join(dir, fill(release.file ?? 'plain'));
  await mkdir(join(scriptFile, '..'), { recursive: true });
  await writeFile(scriptFile, program(version));
  await chmod(scriptFile, 0o755);
  if (release.file) await promisify(execFile)('tar', ['-czf', join(dir, 'archive'), '-C', dir, fill(release.file)]);
  const bytes = await readFile(release.file ? join(dir, 'archive') : scriptFile);
  const asset = fill(release.url).split('/').at(-1)!;
  await writeFile(join(dir, asset), bytes);
  const { stdout } = await promisify(execFile)('sha256sum', [asset], { cwd: dir });
  server.answers.set(path(release.url), (response) => response.end(bytes));
  server.answers.set(path(release.checksums), (response) => response.end(stdout));
}

test('a profile version becomes programs, resources and manifests, and all of it comes from the cache afterwards', async () => {
  await using folder = await temporaryFolder();
  await using server = await startLocalReleaseServer();
  const example = { name: 'example', version: '1.0.0', source: profile.programs.example! };
  for (const [index, request] of [...controlPlanePrograms, helmProgram, example].entries())
    await publishRelease(server, join(folder.path, `release-${index}`), request);
  const proxy = join(folder.path, 'proxy');
  await publishGoModule(proxy, 'example.test/controller', 'v1.0.0', {
    'go.mod': 'module example.test/controller\n\ngo 1.21\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: example\nversion: 0.0.0\n',
  });
  await publishGoModule(proxy, 'sigs.k8s.io/gateway-api', 'v1.2.3', {
    'go.mod': 'module sigs.k8s.io/gateway-api\n\ngo 1.21\n',
    'config/crd/experimental/gateway.networking.k8s.io_gateways.yaml': 'kind: Gateway\n',
  });
  const env = {
    ...registryEnvironment(proxy, folder.path, folder.path),
    GATEPROOF_RELEASE_MIRROR: server.url,
  };
  const steps: string[] = [];
  const options = {
    cacheDir: join(folder.path, 'cache'),
    env,
    progress: {
      step: ({ state, title, index, total }: { state: string; title: string; index?: number; total?: number }) => {
        if (state === 'done') steps.push(`${index}/${total} ${title}`);
      },
    },
  };
  const version = profile.versions[0]!;

  const assets = await obtainPrograms(profile, version, options);
  expect(steps).toEqual([
    '1/7 etcd 3.6.8: release download',
    '2/7 kube-apiserver 1.36.3: release download',
    '3/7 kube-controller-manager 1.36.3: release download',
    '4/7 example 1.0.0: release download',
    '5/7 Gateway API 1.2.3 resources (experimental)',
    '6/7 helm 4.3.1: release download',
    '7/7 example 1.0.0 manifests',
  ]);
  expect(Object.keys(assets.programs)).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager', 'example']);
  expect(assets.crds).toMatchObject({ version: '1.2.3', channel: 'experimental' });
  expect(assets.manifests.values).toEqual({ replicas: 1 });
  const manifests = await readFile(assets.manifests.path, 'utf8');
  expect(manifests).toMatch(
    /template ex \S+\/chart --namespace example-system --include-crds --values \S+ --kube-version 1\.36\.3/,
  );
  expect(manifests).toContain('values-replicas: 1');
  expect(JSON.parse(JSON.stringify(assets))).toEqual(assets);

  server.answers.clear();
  steps.length = 0;
  const again = await obtainPrograms(profile, version, options);
  expect(again.manifests).toEqual(assets.manifests);
  expect(Object.values(again.programs).every(({ cached }) => cached)).toBe(true);
  expect(steps).toEqual([
    '1/5 etcd 3.6.8: from the cache',
    '2/5 kube-apiserver 1.36.3: from the cache',
    '3/5 kube-controller-manager 1.36.3: from the cache',
    '4/5 example 1.0.0: from the cache',
    '5/5 Gateway API 1.2.3 resources (experimental)',
  ]);
});
