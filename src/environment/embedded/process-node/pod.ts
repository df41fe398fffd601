import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Container, V1Pod, V1PodStatus } from '@kubernetes/client-node';
import type { KubernetesClient } from '../../../kubernetes/client.ts';
import { isConflict, isNotFound } from '../../../kubernetes/errors.ts';
import type { ObjectRef } from '../../../kubernetes/object.ts';
import { clusterDomain, podAddress, proxyAddress } from '../addresses.ts';
import type { ProcessExit } from '../managed-process.ts';
import { Container } from './container.ts';
import { nodeName } from './downward-api.ts';
import type { ImageTable } from './image-table.ts';
import { PodNetwork } from './pod-network.ts';
import { PodObjects } from './pod-objects.ts';
import { hostAddress, podStatus } from './pod-status.ts';
import { processorShare } from './processor-share.ts';
import { writeVolumes } from './volumes.ts';

export interface PodOptions {
  client: KubernetesClient;
  images: ImageTable;
  /** Folder for the files of all pods. */
  dir: string;
  logDir: string;
  /** Number of the pod on this node; decides its address. */
  index: number;
  onRestart(pod: Pod, container: Container, exit: ProcessExit): void;
}

/** One pod: bound, started, watched over, its status reported, and stopped. */
export class Pod {
  readonly object: V1Pod;
  readonly ref: ObjectRef & { namespace: string };
  readonly containers: Container[] = [];
  readonly #initContainers: Container[] = [];
  readonly #options: PodOptions;
  readonly #dir: string;
  readonly #startedAt = new Date();
  readonly #ended = new AbortController();
  #network: PodNetwork | undefined;
  #initialized = false;
  #trouble: string | undefined;
  #reported: V1PodStatus | undefined;
  #reporting: Promise<void> | undefined;
  #dirty = false;
  #terminating = false;

  constructor(object: V1Pod, options: PodOptions) {
    const { name = '', namespace = '', uid = '' } = object.metadata ?? {};
    this.object = object;
    this.ref = { apiVersion: 'v1', kind: 'Pod', namespace, name };
    this.#options = options;
    this.#dir = join(options.dir, uid);
  }

  get uid(): string {
    return this.object.metadata?.uid ?? '';
  }

  /** Processes of the pod that run now. */
  get pids(): number[] {
    return [...this.#initContainers, ...this.containers].flatMap(({ pid }) => pid ?? []);
  }

  logFile(container: string): string {
    return join(this.#options.logDir, `${this.ref.namespace}_${this.ref.name}_${container}.log`);
  }

  /** From binding to the end of its last container. Never rejects: trouble is the pod's status. */
  async run(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      try {
        await this.#bind();
        await this.#prepare();
        break;
      } catch (error) {
        if (signal.aborted || isNotFound(error)) return;
        this.#trouble = error instanceof Error ? error.message : String(error);
        this.#report();
        await sleep(200, undefined, { signal, ref: false }).catch(() => {});
      }
    }
    this.#trouble = undefined;
    if (signal.aborted || !(await this.#initialize())) return;
    this.#initialized = true;
    this.#report();
    await Promise.all(this.containers.map((container) => container.run()));
  }

  /** Stops it as its deletion asks, then takes the object away. */
  async terminate(gracePeriodSeconds: number): Promise<void> {
    if (this.#terminating) return;
    this.#terminating = true;
    await Promise.all(
      [...this.#initContainers, ...this.containers].map((container) => container.stop(gracePeriodSeconds * 1000)),
    );
    await this.#reporting;
    this.kill();
    await this.#removeObject();
  }

  /** A write that comes in between is a conflict, and so is another pod of the same name: only the second ends this. */
  async #removeObject(): Promise<void> {
    const { client } = this.#options;
    for (;;) {
      try {
        return await client.delete(this.ref, { gracePeriodSeconds: 0, uid: this.uid });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const now = await client.find(this.ref);
        if (now?.metadata.uid !== this.uid) return;
      }
    }
  }

  /** Ends everything of it now, without a word to the API server. */
  kill(): void {
    this.#ended.abort();
    for (const container of [...this.#initContainers, ...this.containers]) container.kill();
    this.#network?.destroy();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #bind(): Promise<void> {
    if (this.object.spec?.nodeName) return;
    const { namespace, name } = this.ref;
    const binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: nodeName },
    };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/binding`;
    const { signal } = this.#ended;
    await this.#options.client.transport
      .text({ method: 'POST', path, body: binding, signal, what: `bind pod ${namespace}/${name}` })
      .catch((error: unknown) => {
        if (!isConflict(error)) throw error;
      });
  }

  async #prepare(): Promise<void> {
    const { client, images, index } = this.#options;
    const podIP = podAddress(index);
    const objects = new PodObjects(client, this.ref.namespace, this.#ended.signal);
    const facts = { pod: this.object, podIP, hostIP: hostAddress, objects };
    mkdirSync(this.#dir, { recursive: true });
    const [network, volumes] = await Promise.all([
      this.#network ?? PodNetwork.create(podIP, index, this.ref.name),
      writeVolumes(facts, join(this.#dir, 'volumes')),
    ]);
    this.#network = network;
    if (this.#ended.signal.aborted) return network.destroy();
    const make = (spec: V1Container, restartPolicy: 'Always' | 'OnFailure' | 'Never') => {
      const container = new Container({
        spec,
        restartPolicy,
        facts,
        network,
        images,
        volumes,
        processors: processorShare(index),
        resolvConf: resolvConf(this.ref.namespace),
        dir: join(this.#dir, 'containers', spec.name),
        logFile: this.logFile(spec.name),
        onChange: () => this.#report(),
        onRestart: (exit) => this.#options.onRestart(this, container, exit),
      });
      return container;
    };
    const policy = this.object.spec?.restartPolicy as 'Always' | 'OnFailure' | 'Never';
    const initPolicy = policy === 'Never' ? 'Never' : 'OnFailure';
    for (const spec of this.object.spec?.initContainers ?? []) {
      this.#initContainers.push(make(spec, spec.restartPolicy === 'Always' ? 'Always' : initPolicy));
    }
    for (const spec of this.object.spec?.containers ?? []) this.containers.push(make(spec, policy));
  }

  /** Init containers one after the other; one with restartPolicy Always (a sidecar) only has to have started. */
  async #initialize(): Promise<boolean> {
    for (const container of this.#initContainers) {
      const run = container.run();
      if (container.options.restartPolicy === 'Always') {
        while (!container.started && !this.#ended.signal.aborted) await sleep(20, undefined, { ref: false });
        continue;
      }
      const exit = await run;
      if (exit?.code !== 0) return false;
      container.ready = true;
    }
    return !this.#ended.signal.aborted;
  }

  /** Writes the status; changes during a write make one more. */
  #report(): void {
    this.#dirty = true;
    if (this.#terminating) return;
    this.#reporting ??= this.#writeStatus().finally(() => {
      this.#reporting = undefined;
    });
  }

  async #writeStatus(): Promise<void> {
    while (this.#dirty && !this.#ended.signal.aborted) {
      this.#dirty = false;
      const spec = this.object.spec;
      if (!spec) return;
      const status = podStatus(
        {
          spec,
          podIP: this.#network?.address,
          startedAt: this.#startedAt,
          initialized: this.#initialized,
          initContainers: this.#initContainers,
          containers: this.containers,
          trouble: this.#trouble,
        },
        this.#reported?.conditions,
      );
      try {
        await this.#options.client.patch(this.ref, { status }, { subresource: 'status', signal: this.#ended.signal });
        this.#reported = status;
      } catch (error) {
        if (this.#ended.signal.aborted || isNotFound(error)) return;
        await sleep(200, undefined, { ref: false });
        this.#dirty = true;
      }
    }
  }
}

function resolvConf(namespace: string): string {
  const search = [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  return `nameserver ${proxyAddress}\nsearch ${search.join(' ')}\noptions ndots:5\n`;
}
