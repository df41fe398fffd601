import type { ClusterConnection } from './connection.ts';
import type { ServedResource } from './discovery.ts';
import { Discovery } from './discovery.ts';
import { isNotFound } from './errors.ts';
import type { KindRef, KubernetesObject, ObjectRef } from './object.ts';
import { describeRef, refOf } from './object.ts';
import { Transport } from './transport.ts';

export interface RequestOptions {
  signal?: AbortSignal | undefined;
}

export interface ListOptions extends RequestOptions {
  labelSelector?: string;
  fieldSelector?: string;
}

export interface ObjectList<T> {
  resourceVersion: string;
  items: T[];
}

export interface PatchOptions extends RequestOptions {
  /** merge (RFC 7396) by default; strategic is for built-in kinds only. */
  type?: 'merge' | 'json' | 'strategic';
  subresource?: string;
}

export interface DeleteOptions extends RequestOptions {
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  gracePeriodSeconds?: number;
  /** Deletes only the object with this uid. */
  uid?: string;
}

const patchTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

const fieldManager = 'gateproof';

/**
 * A small client of the Kubernetes API: objects go over the wire exactly as they are given. (The generic apply of
 * @kubernetes/client-node drops every x-kubernetes-* key of a CRD's schema.)
 */
export class KubernetesClient {
  readonly transport: Transport;
  readonly #discovery: Discovery;

  constructor(connection: ClusterConnection, options: { connections?: number } = {}) {
    this.transport = new Transport(connection, options);
    this.#discovery = new Discovery(this.transport);
  }

  async get<T = KubernetesObject>(ref: ObjectRef, options: RequestOptions = {}): Promise<T> {
    const path = await this.pathOf(ref, options.signal);
    return this.transport.json<T>({ method: 'GET', path, signal: options.signal, what: `get ${describeRef(ref)}` });
  }

  /** Like get, with undefined for an object that does not exist. */
  async find<T = KubernetesObject>(ref: ObjectRef, options: RequestOptions = {}): Promise<T | undefined> {
    try {
      return await this.get<T>(ref, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list<T = KubernetesObject>(ref: KindRef, options: ListOptions = {}): Promise<ObjectList<T>> {
    const path = `${await this.pathOf(ref, options.signal)}${query(selectors(options))}`;
    const list = await this.transport.json<{ metadata: { resourceVersion: string }; items: T[] | null }>({
      method: 'GET',
      path,
      signal: options.signal,
      what: `list ${describeRef(ref)}`,
    });
    // Items of built-in lists carry neither: give them what every other answer has.
    const items = (list.items ?? []).map((item) => ({ apiVersion: ref.apiVersion, kind: ref.kind, ...item }));
    return { resourceVersion: list.metadata.resourceVersion, items };
  }

  async create<T = KubernetesObject>(
    object: KubernetesObject,
    options: RequestOptions & { subresource?: string } = {},
  ): Promise<T> {
    const ref = refOf(object);
    const { name, ...kind } = ref;
    const base = options.subresource
      ? `${await this.pathOf(ref, options.signal)}/${options.subresource}`
      : await this.pathOf(kind, options.signal);
    return this.transport.json<T>({
      method: 'POST',
      path: `${base}${query({ fieldManager, fieldValidation: 'Strict' })}`,
      body: object,
      signal: options.signal,
      what: `create ${describeRef({ ...kind, name })}`,
    });
  }

  /** Server-side apply, taking over fields that others own; unknown and duplicate fields are errors. */
  async apply<T = KubernetesObject>(
    object: KubernetesObject,
    options: RequestOptions & { dryRun?: boolean } = {},
  ): Promise<T> {
    const ref = refOf(object);
    const parameters = {
      fieldManager,
      force: 'true',
      fieldValidation: 'Strict',
      ...(options.dryRun ? { dryRun: 'All' } : {}),
    };
    return this.transport.json<T>({
      method: 'PATCH',
      path: `${await this.pathOf(ref, options.signal)}${query(parameters)}`,
      body: object,
      contentType: 'application/apply-patch+yaml',
      signal: options.signal,
      what: `apply ${describeRef(ref)}`,
    });
  }

  async patch<T = KubernetesObject>(ref: ObjectRef, patch: unknown, options: PatchOptions = {}): Promise<T> {
    const subresource = options.subresource ? `/${options.subresource}` : '';
    return this.transport.json<T>({
      method: 'PATCH',
      path: `${await this.pathOf(ref, options.signal)}${subresource}${query({ fieldManager })}`,
      body: patch,
      contentType: patchTypes[options.type ?? 'merge'],
      signal: options.signal,
      what: `patch ${describeRef(ref)}${subresource}`,
    });
  }

  /** Deletes; an object that is gone already is no error. */
  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const { propagation, gracePeriodSeconds, uid } = options;
    try {
      await this.transport.text({
        method: 'DELETE',
        path: await this.pathOf(ref, options.signal),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          ...(propagation ? { propagationPolicy: propagation } : {}),
          ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
          ...(uid ? { preconditions: { uid } } : {}),
        },
        signal: options.signal,
        what: `delete ${describeRef(ref)}`,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Where the kind is served, and whether its objects live in namespaces. */
  async resource(ref: KindRef, signal?: AbortSignal): Promise<ServedResource> {
    return this.#discovery.resource(ref, signal);
  }

  /** Path of an object, or of a collection where no name is given. */
  async pathOf(ref: KindRef & { name?: string }, signal?: AbortSignal): Promise<string> {
    const { root, plural, namespaced } = await this.#discovery.resource(ref, signal);
    const scope = namespaced && ref.namespace ? `/namespaces/${encodeURIComponent(ref.namespace)}` : '';
    return `${root}${scope}/${plural}${ref.name ? `/${encodeURIComponent(ref.name)}` : ''}`;
  }

  /** Breaks every connection, watches included. */
  async close(): Promise<void> {
    await this.transport.close();
  }
}

export function selectors(options: ListOptions): Record<string, string> {
  return {
    ...(options.labelSelector ? { labelSelector: options.labelSelector } : {}),
    ...(options.fieldSelector ? { fieldSelector: options.fieldSelector } : {}),
  };
}

export function query(parameters: Record<string, string>): string {
  const text = new URLSearchParams(parameters).toString();
  return text ? `?${text}` : '';
}
