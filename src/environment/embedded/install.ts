import { join } from 'node:path';
import { parse } from 'yaml';
import type { EmbeddedAssets } from '../../binaries/embedded-assets.ts';
import { EnvironmentError } from '../../errors.ts';
import type { KubernetesClient } from '../../kubernetes/client.ts';
import type { StatusCondition } from '../../kubernetes/conditions.ts';
import { describeConditions, isTrue } from '../../kubernetes/conditions.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { refOf } from '../../kubernetes/object.ts';
import { WaitTimeoutError, waitFor } from '../../kubernetes/wait.ts';
import type { Profile } from '../../profile/schema.ts';
import type { ProgressSink } from '../environment.ts';
import { installCrds, readText } from './install-crds.ts';
import { splitDocuments } from './manifest-documents.ts';

export interface InstallOptions {
  client: KubernetesClient;
  profile: Profile;
  assets: EmbeddedAssets;
  readyTimeoutMs: number;
  /** Last lines of the controller's log. */
  logTail(): string[];
  progress?: ProgressSink | undefined;
  signal?: AbortSignal | undefined;
}

interface Workload extends KubernetesObject {
  spec: { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  status?: { conditions?: StatusCondition[]; availableReplicas?: number; observedGeneration?: number };
}

/** Installs the definitions and the controller's manifests; resolves with the controller's Deployment once it is available. */
export async function installController(options: InstallOptions): Promise<Workload> {
  const { client, profile, assets, signal } = options;
  const { namespace, deployment } = profile.install;
  const gatewayApi = assets.crds.files.flatMap((file) => splitDocuments(readText(join(assets.crds.dir, file))));
  const rendered = splitDocuments(readText(assets.manifests.path));
  const crds = rendered.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const objects = rendered
    .filter(({ kind }) => kind !== 'CustomResourceDefinition')
    .map(({ text }) => parse(text) as KubernetesObject);

  const namespaceObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await Promise.all([installCrds(client, [...gatewayApi, ...crds], signal), client.apply(namespaceObject, { signal })]);
  for (const group of installGroups(objects)) {
    await Promise.all(group.map((object) => applyIn(options, object)));
    await Promise.all(group.filter(({ kind }) => kind === 'Job').map((job) => jobDone(options, job)));
  }
  return deploymentAvailable(options, { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment });
}

/** Consecutive objects that may be applied together: hooks first and by weight, Jobs alone (they are waited for), the rest as one. */
function installGroups(objects: KubernetesObject[]): KubernetesObject[][] {
  const hookWeight = (object: KubernetesObject) => Number(object.metadata.annotations?.['helm.sh/hook-weight'] ?? 0);
  const isHook = (object: KubernetesObject) =>
    object.metadata.annotations?.['helm.sh/hook']?.includes('pre-install') ?? false;
  const byWeight = Map.groupBy(objects.filter(isHook), hookWeight);
  const hooks = [...byWeight.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
  const rest = objects.filter((object) => object.metadata.annotations?.['helm.sh/hook'] === undefined);
  return [...hooks, rest];
}

async function applyIn({ client, profile, signal }: InstallOptions, object: KubernetesObject): Promise<void> {
  const { name } = object.metadata;
  const namespace = object.metadata.namespace ?? profile.install.namespace;
  const { namespaced } = await client.resource(object, signal);
  await client.apply(
    { ...object, metadata: { ...object.metadata, name, ...(namespaced ? { namespace } : {}) } },
    { signal },
  );
}

async function jobDone(options: InstallOptions, job: KubernetesObject): Promise<void> {
  const ref = { ...refOf(job), namespace: job.metadata.namespace ?? options.profile.install.namespace };
  const conditions = (object: KubernetesObject | undefined) => (object as Workload | undefined)?.status?.conditions;
  const done = await waitFor<Workload>(
    options.client,
    ref,
    (object) => isTrue(conditions(object), 'Complete') || isTrue(conditions(object), 'Failed'),
    {
      timeoutMs: options.readyTimeoutMs,
      signal: options.signal,
      what: 'to finish',
      explain: (last) => describeConditions(conditions(last)),
    },
  );
  if (isTrue(conditions(done), 'Complete')) return;
  throw new EnvironmentError(`Job ${ref.name} of the installation failed: ${describeConditions(conditions(done))}`, {
    code: 'INSTALL_JOB_FAILED',
    hint: 'Its log is shown with --verbose.',
  });
}

async function deploymentAvailable(
  options: InstallOptions,
  ref: { apiVersion: string; kind: string; namespace: string; name: string },
): Promise<Workload> {
  const { client, readyTimeoutMs, signal } = options;
  try {
    const found = await waitFor<Workload>(client, ref, isAvailable, {
      timeoutMs: readyTimeoutMs,
      signal,
      what: 'to be available',
      explain: (last) => describeConditions((last as Workload | undefined)?.status?.conditions),
    });
    return found as Workload;
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    const pods = await describePods(client, ref.namespace);
    throw new EnvironmentError(
      [
        `the controller did not become ready: ${error.message}`,
        ...pods,
        ...options.logTail().map((line) => `  | ${line}`),
      ].join('\n'),
      { code: 'CONTROLLER_NOT_READY', hint: 'The lines above are the last of its log.', cause: error },
    );
  }
}

function isAvailable(workload: Workload | undefined): boolean {
  const wanted = workload?.spec.replicas ?? 1;
  return (
    workload?.status?.observedGeneration === workload?.metadata.generation &&
    (workload?.status?.availableReplicas ?? 0) >= wanted
  );
}

interface PodView extends KubernetesObject {
  status?: {
    phase?: string;
    conditions?: StatusCondition[];
    containerStatuses?: {
      name: string;
      restartCount: number;
      state?: { waiting?: { reason?: string; message?: string } };
    }[];
  };
}

async function describePods(client: KubernetesClient, namespace: string): Promise<string[]> {
  const pods = await client.list<PodView>({ apiVersion: 'v1', kind: 'Pod', namespace });
  if (pods.items.length === 0) return [`namespace ${namespace} has no pods`];
  return pods.items.flatMap(({ metadata, status }) => [
    `pod ${metadata.name} is ${status?.phase}: ${describeConditions(status?.conditions)}`,
    ...(status?.containerStatuses ?? []).flatMap(({ name, restartCount, state }) => {
      const waiting = state?.waiting;
      return waiting
        ? [`  container ${name}, ${restartCount} restarts: ${waiting.reason}: ${waiting.message ?? ''}`]
        : [];
    }),
  ]);
}
