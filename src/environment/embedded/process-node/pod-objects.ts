import type { V1ConfigMap, V1Secret } from '@kubernetes/client-node';
import type { KubernetesClient } from '../../../kubernetes/client.ts';
import type { KubernetesObject } from '../../../kubernetes/object.ts';

/** Reads what a pod refers to: Secrets, ConfigMaps and tokens of its ServiceAccount. */
export class PodObjects {
  readonly #client: KubernetesClient;
  readonly #namespace: string;
  readonly #signal: AbortSignal;

  constructor(client: KubernetesClient, namespace: string, signal: AbortSignal) {
    this.#client = client;
    this.#namespace = namespace;
    this.#signal = signal;
  }

  /** All keys; none for a missing object that is optional. */
  async data(kind: 'Secret' | 'ConfigMap', name: string, optional = false): Promise<Record<string, Buffer>> {
    const ref = { apiVersion: 'v1', kind, namespace: this.#namespace, name };
    const object = await this.#client.find<V1Secret & V1ConfigMap>(ref, { signal: this.#signal });
    if (!object) {
      if (optional) return {};
      throw new Error(`${kind} ${this.#namespace}/${name} does not exist`);
    }
    const data: Record<string, Buffer> = {};
    for (const [key, value] of Object.entries(object.data ?? {}))
      data[key] = Buffer.from(value, kind === 'Secret' ? 'base64' : 'utf8');
    for (const [key, value] of Object.entries(object.binaryData ?? {})) data[key] = Buffer.from(value, 'base64');
    return data;
  }

  /** A token bound to the pod, by the TokenRequest API. */
  async token(request: {
    serviceAccount: string;
    pod: { name: string; uid: string };
    audience: string | undefined;
    expirationSeconds: number;
  }): Promise<string> {
    const body: KubernetesObject = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: { name: request.serviceAccount, namespace: this.#namespace },
      spec: {
        ...(request.audience ? { audiences: [request.audience] } : {}),
        expirationSeconds: request.expirationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', ...request.pod },
      },
    };
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      namespace: this.#namespace,
      name: request.serviceAccount,
    };
    const answer = await this.#client.transport.json<{ status: { token: string } }>({
      method: 'POST',
      path: `${await this.#client.pathOf(account)}/token`,
      body,
      signal: this.#signal,
      what: `token of ServiceAccount ${this.#namespace}/${request.serviceAccount}`,
    });
    return answer.status.token;
  }
}
