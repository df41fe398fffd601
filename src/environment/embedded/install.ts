import { parse } from 'yaml';
import { EnvironmentError } from '../../errors.ts';
import type { KubernetesClient } from '../../kubernetes/client.ts';
import type { StatusCondition } from '../../kubernetes/conditions.ts';
import { describeConditions, isTrue } from '../../kubernetes/conditions.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { refOf } from '../../kubernetes/object.ts';
import { WaitTimeoutError, waitFor } from '../../kubernetes/wait.ts';
import { watch } from '../../kubernetes/watch.ts';
import type { Profile } from '../../profile/schema.ts';
import type { ProgressSink } from '../environment.ts';
import type { PodView } from './describe-pods.ts';
import type { ManifestDocument } from './manifest-documents.ts';

export interface InstallOptions {
  client: KubernetesClient;
  profile: Profile;
  /** The controller's objects without its resource definitions, which the API server serves already. */
  manifests: ManifestDocument[];
  readyTimeoutMs: number;
  /** The states of the pods and the last lines of their logs, for errors. */
  describe(): Promise<string[]>;
  progress?: ProgressSink | undefined;
  signal?: AbortSignal | undefined;
}

interface Workload extends KubernetesObject {
  spec: { replicas?: number; completions?: number; selector?: { matchLabels?: Record<string, string> } };
  status?: { conditions?: StatusCondition[]; availableReplicas?: number; observedGeneration?: number };
}

/** Installs the controller's manifests as Helm would; resolves with the controller's Deployment once it is available. */
export async function installController(options: InstallOptions): Promise<Workload> {
  const { client, profile, signal } = options;
  const { namespace, deployment } = profile.install;
  const objects = options.manifests.map(({ text }) => parse(text) as KubernetesObject);
  await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, { signal });
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

/** Waits for a hook's Job. Its pods say so first: the Job controller collects ends of pods for a second. */
async function jobDone(options: InstallOptions, job: KubernetesObject): Promise<void> {
  const namespace = job.metadata.namespace ?? options.profile.install.namespace;
  const ref = { ...refOf(job), namespace };
  const completions = Number((job as Workload).spec.completions ?? 1);
  const done = new AbortController();
  const signal = AbortSignal.any([done.signal, ...(options.signal ? [options.signal] : [])]);
  const conditions = (object: KubernetesObject | undefined) => (object as Workload | undefined)?.status?.conditions;
  const finished = waitFor<Workload>(
    options.client,
    ref,
    (object) => isTrue(conditions(object), 'Complete') || isTrue(conditions(object), 'Failed'),
    {
      timeoutMs: options.readyTimeoutMs,
      signal,
      what: 'to finish',
      explain: (last) => describeConditions(conditions(last)),
    },
  );
  try {
    const first = await Promise.race([finished, podsSucceeded(options, namespace, ref.name, completions, signal)]);
    if (first === 'pods succeeded' || isTrue(conditions(first), 'Complete')) return;
    throw new EnvironmentError(
      [
        `Job ${ref.name} of the installation failed: ${describeConditions(conditions(first))}`,
        ...(await options.describe()),
      ].join('\n'),
      { code: 'INSTALL_JOB_FAILED', hint: 'The lines above are the last of its log.' },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    const lines = [`a Job of the installation did not finish: ${error.message}`, ...(await options.describe())];
    throw new EnvironmentError(lines.join('\n'), { code: 'INSTALL_JOB_STUCK', hint: tryLonger, cause: error });
  } finally {
    done.abort();
    finished.catch(() => {});
  }
}

async function podsSucceeded(
  { client }: InstallOptions,
  namespace: string,
  job: string,
  completions: number,
  signal: AbortSignal,
): Promise<'pods succeeded' | undefined> {
  const succeeded = new Set<string>();
  const labelSelector = `batch.kubernetes.io/job-name=${job}`;
  for await (const { object } of watch<PodView>(
    client,
    { apiVersion: 'v1', kind: 'Pod', namespace },
    { labelSelector, signal },
  )) {
    if (object.status?.phase === 'Succeeded') succeeded.add(object.metadata.name);
    if (succeeded.size >= completions) return 'pods succeeded';
  }
  return undefined;
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
    const lines = [`the controller did not become ready: ${error.message}`, ...(await options.describe())];
    throw new EnvironmentError(lines.join('\n'), { code: 'CONTROLLER_NOT_READY', hint: hintFor(lines), cause: error });
  }
}

const tryLonger = 'The lines above are the states of its pods and the last of their logs.';

/** The kernel's limit is per user: other runs, and desktops, take from the same 128. */
function hintFor(lines: string[]): string {
  if (!lines.some((line) => line.includes('inotify'))) return tryLonger;
  return 'This user is out of inotify instances: sudo sysctl fs.inotify.max_user_instances=1024, or end other runs.';
}

function isAvailable(workload: Workload | undefined): boolean {
  const wanted = workload?.spec.replicas ?? 1;
  return (
    workload?.status?.observedGeneration === workload?.metadata.generation &&
    (workload?.status?.availableReplicas ?? 0) >= wanted
  );
}
