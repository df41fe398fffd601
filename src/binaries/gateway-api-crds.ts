import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../errors.ts';
import { placeFolder, withWorkDir } from './cache-folder.ts';
import type { GatewayApiChannel, GatewayApiCrds } from './embedded-assets.ts';
import { downloadModule, goEnvironment } from './go-tool.ts';
import { sha256OfFile } from './sha256.ts';

const module = 'sigs.k8s.io/gateway-api';

export interface CrdOptions {
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  detail(text: string): void;
}

interface CrdRecord {
  origin: { kind: 'go-module'; module: string; version: string };
  /** SHA-256 by file name. */
  files: Record<string, string>;
}

/**
 * The Gateway API resources of one version and channel. They come from the Go module, whose content the checksum
 * database vouches for; the release's install files are left out as no checksum is published for them.
 */
export async function obtainGatewayApiCrds(
  version: string,
  channel: GatewayApiChannel,
  options: CrdOptions,
): Promise<GatewayApiCrds> {
  const dir = join(options.cacheDir, 'crds', 'gateway-api', `${version}-${channel}`);
  const cached = await readIntact(dir);
  if (cached) return { version, channel, dir, files: cached };
  return withWorkDir(options.cacheDir, async (workDir) => {
    const { signal, detail } = options;
    const go = { cwd: workDir, env: goEnvironment(options.env, workDir), signal, onLine: detail };
    detail(`go mod download ${module}@v${version}`);
    const source = join(await downloadModule(module, `v${version}`, go), 'config', 'crd', channel);
    // kustomization.yaml lists the others and is no object itself.
    const files = (await readdir(source)).filter((name) => /^gateway.*\.yaml$/.test(name)).sort();
    if (files.length === 0)
      throw new EnvironmentError(`${module}@v${version} has no resources of the ${channel} channel`, {
        code: 'CRDS_UNAVAILABLE',
      });
    const entry = join(workDir, 'crds');
    await mkdir(entry);
    const record: CrdRecord = { origin: { kind: 'go-module', module, version: `v${version}` }, files: {} };
    for (const name of files) {
      await writeFile(join(entry, name), await readFile(join(source, name)));
      record.files[name] = await sha256OfFile(join(entry, name));
    }
    await writeFile(join(entry, 'record.json'), `${JSON.stringify(record, null, 2)}\n`);
    await placeFolder(entry, dir);
    return { version, channel, dir, files };
  });
}

/** The files of a cached bundle when every one is as it was recorded (about 1 MB is read). */
async function readIntact(dir: string): Promise<string[] | undefined> {
  try {
    const record = JSON.parse(await readFile(join(dir, 'record.json'), 'utf8')) as CrdRecord;
    for (const [name, sha256] of Object.entries(record.files))
      if ((await sha256OfFile(join(dir, name))) !== sha256) return undefined;
    return Object.keys(record.files);
  } catch {
    return undefined;
  }
}
