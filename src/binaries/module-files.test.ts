import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveProfileRef } from '../profile/profile-ref.ts';
import { prepareChart } from './controller-chart.ts';
import { obtainGatewayApiCrds } from './gateway-api-crds.ts';
import { goEnvironment } from './go-tool.ts';
import { publishGoModule, registryEnvironment } from './testing/local-registries.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('resources of a channel come from the Go module, and from the cache while they are intact', async () => {
  await using folder = await temporaryFolder();
  const proxy = join(folder.path, 'proxy');
  await publishGoModule(proxy, 'sigs.k8s.io/gateway-api', 'v1.2.3', {
    'go.mod': 'module sigs.k8s.io/gateway-api\n\ngo 1.21\n',
    'config/crd/standard/gateway.networking.k8s.io_gateways.yaml': 'kind: Gateway\n',
    'config/crd/standard/kustomization.yaml': 'resources: []\n',
    'config/crd/experimental/gateway.networking.x-k8s.io_xmeshes.yaml': 'kind: XMesh\n',
  });
  const env = registryEnvironment(proxy, folder.path, folder.path);
  const options = { cacheDir: join(folder.path, 'cache'), env, detail: () => {} };
  const standard = await obtainGatewayApiCrds('1.2.3', 'standard', options);
  expect(standard.files).toEqual(['gateway.networking.k8s.io_gateways.yaml']);
  const file = join(standard.dir, standard.files[0]!);
  expect(await readFile(file, 'utf8')).toBe('kind: Gateway\n');
  expect((await obtainGatewayApiCrds('1.2.3', 'experimental', options)).files).toEqual([
    'gateway.networking.x-k8s.io_xmeshes.yaml',
  ]);

  await writeFile(file, 'altered');
  expect(await obtainGatewayApiCrds('1.2.3', 'standard', options)).toEqual(standard);
  expect(await readFile(file, 'utf8')).toBe('kind: Gateway\n');

  await rm(proxy, { recursive: true });
  expect(await obtainGatewayApiCrds('1.2.3', 'standard', options)).toEqual(standard);
  await expect(obtainGatewayApiCrds('9.9.9', 'standard', options)).rejects.toMatchObject({ code: 'GO_FAILED' });
});

test('the chart is made as its project packages it', async () => {
  await using folder = await temporaryFolder();
  const proxy = join(folder.path, 'proxy');
  const { profile, version } = await resolveProfileRef('envoy-gateway');
  const chart = (name: string) => `${profile.install.chart.path}/${name}`;
  await publishGoModule(proxy, profile.install.chart.goModule!, `v${version.version}`, {
    'go.mod': `module ${profile.install.chart.goModule}\n\ngo 1.21\n`,
    [chart('Chart.yaml')]: 'apiVersion: v2\nname: gateway-helm\nversion: v0.0.0-latest\nappVersion: "latest"\n',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the chart's own template syntax
    [chart('values.tmpl.yaml')]: 'image: ${GatewayImage}\npullPolicy: ${GatewayImagePullPolicy}\n',
    [chart('templates/a.yaml')]: 'kind: A\n',
  });
  const dir = join(folder.path, 'chart');
  await mkdir(dir);
  const env = goEnvironment(registryEnvironment(proxy, folder.path, folder.path), folder.path);
  await prepareChart(profile, version, dir, { cwd: folder.path, env });
  expect(await readFile(join(dir, 'values.yaml'), 'utf8')).toBe(
    `image: docker.io/envoyproxy/gateway:v${version.version}\npullPolicy: IfNotPresent\n`,
  );
  expect(await readFile(join(dir, 'Chart.yaml'), 'utf8')).toContain(`version: ${version.version}\n`);
  expect(await readFile(join(dir, 'templates', 'a.yaml'), 'utf8')).toBe('kind: A\n');
});
