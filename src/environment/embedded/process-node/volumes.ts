import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { V1DownwardAPIVolumeFile, V1KeyToPath, V1Volume, V1VolumeProjection } from '@kubernetes/client-node';
import { downwardField, downwardResource } from './downward-api.ts';
import type { PodFacts } from './pod-facts.ts';

type Files = Record<string, string | Buffer>;

/**
 * Writes every volume of the pod into a folder of its own and returns the folders by volume name. What they hold is not updated when
 * a Secret or ConfigMap changes later: no controller that is installed fresh for one run needs it.
 */
export async function writeVolumes(facts: PodFacts, dir: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  await Promise.all(
    (facts.pod.spec?.volumes ?? []).map(async (volume) => {
      const folder = join(dir, volume.name);
      folders.set(volume.name, folder);
      mkdirSync(folder, { recursive: true });
      for (const [path, content] of Object.entries(await filesOf(volume, facts))) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }),
  );
  return folders;
}

async function filesOf(volume: V1Volume, facts: PodFacts): Promise<Files> {
  const { secret, configMap, projected, downwardAPI, emptyDir } = volume;
  if (emptyDir) return {};
  if (secret) return pick(await facts.objects.data('Secret', secret.secretName ?? '', secret.optional), secret.items);
  if (configMap)
    return pick(await facts.objects.data('ConfigMap', configMap.name ?? '', configMap.optional), configMap.items);
  if (downwardAPI) return downward(downwardAPI.items, facts);
  if (projected) {
    const parts = await Promise.all((projected.sources ?? []).map((source) => filesOfProjection(source, facts)));
    return Object.assign({}, ...parts) as Files;
  }
  const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
  throw new Error(
    `volume ${volume.name} is a ${kind}: the embedded environment has secret, configMap, projected, downwardAPI and emptyDir`,
  );
}

async function filesOfProjection(source: V1VolumeProjection, facts: PodFacts): Promise<Files> {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  if (secret) return pick(await facts.objects.data('Secret', secret.name ?? '', secret.optional), secret.items);
  if (configMap)
    return pick(await facts.objects.data('ConfigMap', configMap.name ?? '', configMap.optional), configMap.items);
  if (downwardAPI) return downward(downwardAPI.items, facts);
  if (!serviceAccountToken) throw new Error(`projected source ${Object.keys(source).join()} is not known here`);
  const { metadata, spec } = facts.pod;
  const token = await facts.objects.token({
    serviceAccount: spec?.serviceAccountName ?? 'default',
    pod: { name: metadata?.name ?? '', uid: metadata?.uid ?? '' },
    audience: serviceAccountToken.audience,
    // Files are written once: a day outlasts every run.
    expirationSeconds: Math.max(serviceAccountToken.expirationSeconds ?? 3600, 86_400),
  });
  return { [serviceAccountToken.path]: token };
}

function pick(data: Files, items: V1KeyToPath[] | undefined): Files {
  if (!items) return data;
  const picked: Files = {};
  for (const { key, path } of items) {
    const value = data[key];
    if (value === undefined) throw new Error(`key ${key} does not exist`);
    picked[path] = value;
  }
  return picked;
}

function downward(items: V1DownwardAPIVolumeFile[] | undefined, facts: PodFacts): Files {
  const files: Files = {};
  for (const { path, fieldRef, resourceFieldRef } of items ?? []) {
    if (fieldRef) files[path] = downwardField(facts, fieldRef.fieldPath);
    const container = facts.pod.spec?.containers.find(({ name }) => name === resourceFieldRef?.containerName);
    if (resourceFieldRef && container) files[path] = downwardResource(container, resourceFieldRef);
  }
  return files;
}
