import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { EnvironmentError } from '../errors.ts';
import type { Profile, ProfileVersion } from '../profile/schema.ts';
import { placeFolder, withWorkDir } from './cache-folder.ts';
import { controlPlaneVersions } from './control-plane-programs.ts';
import { prepareChart } from './controller-chart.ts';
import type { RenderedManifests } from './embedded-assets.ts';
import { goEnvironment } from './go-tool.ts';
import { toInstallManifest } from './install-manifest.ts';
import { lastLines, runCommand } from './run-command.ts';
import { sha256OfText } from './sha256.ts';

export interface RenderOptions {
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  detail(text: string): void;
}

/** Manifests that were rendered before for the same profile version, chart settings and Kubernetes version. */
export async function findRenderedManifests(
  profile: Profile,
  version: ProfileVersion,
  cacheDir: string,
): Promise<RenderedManifests | undefined> {
  const { dir, values } = place(profile, version, cacheDir);
  try {
    const { sha256 } = JSON.parse(await readFile(join(dir, 'record.json'), 'utf8')) as { sha256: string };
    const path = join(dir, 'manifests.yaml');
    return sha256OfText(await readFile(path)) === sha256 ? { path, sha256, values } : undefined;
  } catch {
    return undefined;
  }
}

/** Renders the profile's chart with helm, hooks included, and keeps the result in the cache. */
export async function renderManifests(
  profile: Profile,
  version: ProfileVersion,
  helm: string,
  options: RenderOptions,
): Promise<RenderedManifests> {
  const { dir, values } = place(profile, version, options.cacheDir);
  const { release, namespace } = profile.install;
  return withWorkDir(options.cacheDir, async (workDir) => {
    const { signal, detail } = options;
    const chart = join(workDir, 'chart');
    const go = { cwd: workDir, env: goEnvironment(options.env, workDir), signal, onLine: detail };
    await prepareChart(profile, version, chart, go);
    await writeFile(join(workDir, 'values.yaml'), stringify(values));
    const args = ['template', release, chart, '--namespace', namespace, '--include-crds'];
    args.push('--values', join(workDir, 'values.yaml'), '--kube-version', controlPlaneVersions.kubernetes);
    // helm's own state stays out of the user's home.
    const home = { HELM_CACHE_HOME: workDir, HELM_CONFIG_HOME: workDir, HELM_DATA_HOME: workDir };
    detail(`helm template ${release}`);
    const result = await runCommand(helm, args, { signal, env: { ...options.env, ...home }, timeoutMs: 120_000 });
    if (result.exitCode !== 0)
      throw new EnvironmentError(`helm cannot render the chart of ${profile.name}: ${lastLines(result.stderr, 4)}`, {
        code: 'CHART_NOT_RENDERED',
        hint: 'Compare install.chart.values of the profile with the chart.',
      });
    const text = toInstallManifest(result.stdout);
    const sha256 = sha256OfText(text);
    const entry = join(workDir, 'manifests');
    await mkdir(entry);
    await writeFile(join(entry, 'manifests.yaml'), text);
    const record = { profile: profile.name, version: version.version, helm: controlPlaneVersions.helm, values, sha256 };
    await writeFile(join(entry, 'record.json'), `${JSON.stringify(record, null, 2)}\n`);
    await placeFolder(entry, dir);
    return { path: join(dir, 'manifests.yaml'), sha256, values };
  });
}

function place(profile: Profile, version: ProfileVersion, cacheDir: string) {
  const { chart, release, namespace } = profile.install;
  const values = chart.values as Record<string, unknown>;
  const inputs = { chart, release, namespace, ...controlPlaneVersions };
  const key = `${version.version}-${sha256OfText(JSON.stringify(inputs)).slice(0, 12)}`;
  return { dir: join(cacheDir, 'manifests', profile.name, key), values };
}
