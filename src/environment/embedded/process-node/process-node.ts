import { availableParallelism, totalmem } from 'node:os';
import type { V1Pod } from '@kubernetes/client-node';
import type { KubernetesClient } from '../../../kubernetes/client.ts';
import type { KubernetesObject } from '../../../kubernetes/object.ts';
import { watch } from '../../../kubernetes/watch.ts';
import type { ProcessExit } from '../managed-process.ts';
import { nodeName } from './downward-api.ts';
import type { ImageTable } from './image-table.ts';
import { Pod } from './pod.ts';
import { hostAddress } from './pod-status.ts';

export interface ProcessNodeOptions {
  client: KubernetesClient;
  images: ImageTable;
  kubernetesVersion: string;
  /** Folders for the files and the logs of pods. */
  dir: string;
  logDir: string;
  /** A container ended and is started again. */
  onRestart(restart: ContainerRestart): void;
  /** The watch on pods broke for good: the API server is gone. */
  onLost(error: Error): void;
}

export interface ContainerRestart {
  namespace: string;
  pod: string;
  container: string;
  labels: Record<string, string>;
  exit: ProcessExit;
  logFile: string;
}

type WirePod = V1Pod & KubernetesObject;

/** Scheduler and kubelet of the one Node: every pod of the API server becomes host processes. */
export class ProcessNode {
  readonly #options: ProcessNodeOptions;
  readonly #pods = new Map<string, Pod>();
  readonly #stopped = new AbortController();
  #next = 0;

  constructor(options: ProcessNodeOptions) {
    this.#options = options;
  }

  /** Makes the Node object and begins to follow pods. */
  async start(): Promise<void> {
    await this.#createNode();
    void this.#follow();
  }

  pods(namespace: string, labels: Record<string, string>): Pod[] {
    return [...this.#pods.values()].filter(
      (pod) => pod.ref.namespace === namespace && hasLabels(pod.object.metadata?.labels ?? {}, labels),
    );
  }

  /** Ends every pod at once. */
  stop(): void {
    this.#stopped.abort();
    for (const pod of this.#pods.values()) pod.kill();
    this.#pods.clear();
  }

  async #follow(): Promise<void> {
    const { client, onLost } = this.#options;
    try {
      for await (const event of watch<WirePod>(
        client,
        { apiVersion: 'v1', kind: 'Pod' },
        { signal: this.#stopped.signal },
      )) {
        if (event.type === 'DELETED') this.#forget(event.object);
        else this.#see(event.object);
      }
    } catch (error) {
      if (!this.#stopped.signal.aborted) onLost(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #see(object: WirePod): void {
    const { uid = '', deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
    const pod = this.#pods.get(uid) ?? this.#adopt(object);
    if (deletionTimestamp) void pod?.terminate(Number(deletionGracePeriodSeconds ?? 30)).catch(() => {});
  }

  #adopt(object: WirePod): Pod | undefined {
    const { spec, status } = object;
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return undefined;
    if (spec?.nodeName && spec.nodeName !== nodeName) return undefined;
    const { client, images, dir, logDir } = this.#options;
    const pod = new Pod(object, {
      client,
      images,
      dir,
      logDir,
      index: this.#next++,
      onRestart: (restarted, container, exit) =>
        this.#options.onRestart({
          namespace: restarted.ref.namespace,
          pod: restarted.ref.name,
          container: container.name,
          labels: restarted.object.metadata?.labels ?? {},
          exit,
          logFile: restarted.logFile(container.name),
        }),
    });
    this.#pods.set(pod.uid, pod);
    if (!object.metadata.deletionTimestamp) void pod.run();
    return pod;
  }

  #forget(object: WirePod): void {
    const uid = String(object.metadata.uid);
    this.#pods.get(uid)?.kill();
    this.#pods.delete(uid);
  }

  async #createNode(): Promise<void> {
    const { client, kubernetesVersion } = this.#options;
    const labels = {
      'kubernetes.io/hostname': nodeName,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': process.arch === 'x64' ? 'amd64' : process.arch,
      'topology.kubernetes.io/zone': 'embedded',
    };
    await client.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName, labels } });
    const capacity = { cpu: String(availableParallelism()), memory: String(totalmem()), pods: '1000' };
    const condition = { type: 'Ready', status: 'True', reason: 'ProcessNodeReady', lastTransitionTime: new Date() };
    const status = {
      capacity,
      allocatable: capacity,
      conditions: [condition],
      addresses: [{ type: 'InternalIP', address: hostAddress }],
      nodeInfo: {
        kubeletVersion: kubernetesVersion,
        operatingSystem: 'linux',
        architecture: labels['kubernetes.io/arch'],
      },
    };
    await client.patch({ apiVersion: 'v1', kind: 'Node', name: nodeName }, { status }, { subresource: 'status' });
  }
}

function hasLabels(labels: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
