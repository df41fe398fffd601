import type { KubernetesClient } from '../kubernetes/client.ts';
import { UnknownKindError } from '../kubernetes/discovery.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { watch } from '../kubernetes/watch.ts';
import { RUN_LABEL } from './plan/labels.ts';

const GROUP = 'gateway.networking.k8s.io';
const WATCHED = ['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/** The run's Gateway API objects as the API server has them now, kept by watches: reading status costs no request. */
export class StatusCache {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #waiters = new Set<() => void>();
  readonly #stop = new AbortController();
  readonly #watches: Promise<void>[] = [];
  #failure: Error | undefined;

  /** Starts one watch for each kind that the API server serves. */
  async start(client: KubernetesClient, run: string): Promise<void> {
    for (const kind of WATCHED) {
      const apiVersion = await servedVersion(client, kind);
      if (apiVersion !== undefined) this.#watches.push(this.#follow(client, apiVersion, kind, run));
    }
  }

  get(kind: string, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#objects.get(keyOf(kind, namespace, name));
  }

  /** Resolves with what `probe` returns as soon as it is defined; with undefined when the time is over or the signal aborts. */
  async until<T>(probe: () => T | undefined, timeoutMs: number, signal: AbortSignal): Promise<T | undefined> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const value = probe();
      if (value !== undefined) return value;
      const left = deadline - performance.now();
      if (this.#failure !== undefined) throw this.#failure;
      if (left <= 0 || signal.aborted) return undefined;
      await this.#change(left, signal);
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#watches);
  }

  #change(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiters.add(done);
      signal.addEventListener('abort', done);
    });
  }

  async #follow(client: KubernetesClient, apiVersion: string, kind: string, run: string): Promise<void> {
    try {
      const options = { labelSelector: `${RUN_LABEL}=${run}`, signal: this.#stop.signal };
      for await (const { type, object } of watch(client, { apiVersion, kind }, options)) {
        const key = keyOf(kind, object.metadata.namespace, object.metadata.name);
        if (type === 'DELETED') this.#objects.delete(key);
        else this.#objects.set(key, object);
        for (const waiter of [...this.#waiters]) waiter();
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failure = error as Error;
      for (const waiter of [...this.#waiters]) waiter();
    }
  }
}

const keyOf = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind}/${namespace ?? ''}/${name}`;

/** v1 where it is served, else the first version that serves the kind; undefined when none does. */
export async function servedVersion(
  client: KubernetesClient,
  kind: string,
  group = GROUP,
): Promise<string | undefined> {
  try {
    await client.pathOf({ apiVersion: `${group}/v1`, kind });
    return `${group}/v1`;
  } catch (error) {
    if (error instanceof UnknownKindError) return error.servedVersions[0];
    throw error;
  }
}
