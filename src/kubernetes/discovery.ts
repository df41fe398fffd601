import { isNotFound } from './errors.ts';
import type { KindRef } from './object.ts';
import type { Transport } from './transport.ts';

interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** Where the API server serves a kind. */
export interface ServedResource {
  /** e.g. /apis/gateway.networking.k8s.io/v1 */
  root: string;
  /** e.g. httproutes */
  plural: string;
  namespaced: boolean;
}

/** The kind is not served in the version asked for. `servedVersions` are the versions of the group that do serve it. */
export class UnknownKindError extends Error {
  override readonly name = 'UnknownKindError';
  readonly servedVersions: string[];
  constructor(ref: KindRef, servedVersions: string[]) {
    const others = servedVersions.length
      ? `; the API server serves it as ${servedVersions.join(', ')}`
      : '; no version of its group serves it: is its CRD installed?';
    super(`${ref.kind} is not served as ${ref.apiVersion}${others}`);
    this.servedVersions = servedVersions;
  }
}

/** Finds the path of a kind; remembers what it found, and asks again for what it has not seen. */
export class Discovery {
  readonly #transport: Transport;
  readonly #known = new Map<string, ServedResource>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async resource(ref: KindRef, signal?: AbortSignal): Promise<ServedResource> {
    const key = `${ref.apiVersion} ${ref.kind}`;
    const known = this.#known.get(key);
    if (known) return known;
    await this.#learnOnce(ref.apiVersion, signal);
    const learned = this.#known.get(key);
    if (learned) return learned;
    throw new UnknownKindError(ref, await this.#versionsServing(ref, signal));
  }

  /** Several callers ask at the same time for kinds of one group: one request serves them. */
  #learnOnce(apiVersion: string, signal?: AbortSignal): Promise<void> {
    const running = this.#asking.get(apiVersion);
    if (running) return running;
    const asking = this.#learn(apiVersion, signal).finally(() => this.#asking.delete(apiVersion));
    this.#asking.set(apiVersion, asking);
    return asking;
  }

  async #learn(apiVersion: string, signal?: AbortSignal): Promise<void> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const list = await this.#transport.json<{ resources: ApiResource[] }>({
        method: 'GET',
        path: root,
        signal,
        what: `discover ${apiVersion}`,
      });
      for (const { name, kind, namespaced } of list.resources) {
        if (!name.includes('/')) this.#known.set(`${apiVersion} ${kind}`, { root, plural: name, namespaced });
      }
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async #versionsServing(ref: KindRef, signal?: AbortSignal): Promise<string[]> {
    const [group, version] = ref.apiVersion.split('/');
    if (!version) return [];
    let versions: string[];
    try {
      const answer = await this.#transport.json<{ versions: { groupVersion: string }[] }>({
        method: 'GET',
        path: `/apis/${group}`,
        signal,
        what: `discover ${group}`,
      });
      versions = answer.versions.map((entry) => entry.groupVersion);
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
    await Promise.all(versions.map((groupVersion) => this.#learnOnce(groupVersion, signal)));
    return versions.filter((groupVersion) => this.#known.has(`${groupVersion} ${ref.kind}`));
  }
}
