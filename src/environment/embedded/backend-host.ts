import pLimit from 'p-limit';
import { request } from 'undici';
import type { EchoIdentity, EchoProcess } from '../../backend/echo-process.ts';
import { EnvironmentError } from '../../errors.ts';
import type { KubernetesClient } from '../../kubernetes/client.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { BackendHost, BackendPort, BackendSpec, PlacedBackend, SeenRequest } from '../environment.ts';
import { backendAddress } from './addresses.ts';
import { nodeName } from './process-node/downward-api.ts';

const requestsAtOnce = 24;

/** Backends of the embedded environment: one echo program, and for each backend an address and a Service of its own. */
export class EmbeddedBackendHost implements BackendHost {
  readonly #client: KubernetesClient;
  readonly #echo: EchoProcess;
  readonly #signal: AbortSignal | undefined;
  #next = 0;

  constructor(client: KubernetesClient, echo: EchoProcess, signal?: AbortSignal) {
    this.#client = client;
    this.#echo = echo;
    this.#signal = signal;
  }

  async place(specs: BackendSpec[]): Promise<PlacedBackend[]> {
    const placed = specs.map((spec) => ({ spec, address: backendAddress(this.#next++) }));
    const identities = placed.map(identityOf);
    await this.#echo.register(identities);
    const limit = pLimit(requestsAtOnce);
    await Promise.all(
      placed.flatMap((backend, index) => [
        ...this.#objects(backend).map((object) => limit(() => this.#client.create(object, { signal: this.#signal }))),
        limit(() => this.#checkDirectly(identities[index] as EchoIdentity)),
      ]),
    );
    return placed;
  }

  seen(backend: PlacedBackend, nonce: string): Promise<SeenRequest[]> {
    return this.#echo.seen(backend.address, nonce);
  }

  swapIdentities(pairs: [armA: string, armB: string][]): Promise<void> {
    return this.#echo.swap(pairs);
  }

  /** A Service without a selector, and the endpoints that a controller finds for it. */
  #objects({ spec, address }: PlacedBackend): KubernetesObject[] {
    const metadata = { name: spec.name, namespace: spec.namespace, labels: spec.labels };
    const service: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        ports: spec.ports.map((port) => ({ ...portOf(port), port: port.port, targetPort: this.#targetPort(port) })),
      },
    };
    const slice: KubernetesObject = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        ...metadata,
        labels: {
          ...spec.labels,
          'kubernetes.io/service-name': spec.name,
          'endpointslice.kubernetes.io/managed-by': 'gateproof',
        },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true, serving: true, terminating: false }, nodeName }],
      ports: spec.ports.map((port) => ({ ...portOf(port), port: this.#targetPort(port) })),
    };
    return [service, slice];
  }

  #targetPort(port: BackendPort): number {
    const target = this.#echo.ports[port.name];
    if (target !== undefined) return target;
    throw new EnvironmentError(
      `the echo program has no port "${port.name}", it has ${Object.keys(this.#echo.ports).join(', ')}`,
      {
        code: 'BACKEND_PORT_UNKNOWN',
      },
    );
  }

  async #checkDirectly(identity: EchoIdentity): Promise<void> {
    const url = `http://${identity.address}:${this.#echo.ports.http}/`;
    const signal = AbortSignal.any([AbortSignal.timeout(10_000), ...(this.#signal ? [this.#signal] : [])]);
    const response = await request(url, { signal, headers: { connection: 'close' } });
    const text = await response.body.text();
    const answer = JSON.parse(text) as { arm?: string; backend?: string };
    if (answer.arm === identity.arm && answer.backend === identity.name) return;
    throw new EnvironmentError(
      `${url} should answer as ${identity.arm} ${identity.name}, it answered ${text.slice(0, 200)}`,
      {
        code: 'BACKEND_WRONG_ANSWER',
      },
    );
  }
}

function identityOf({ spec, address }: PlacedBackend): EchoIdentity {
  const { namespace, arm } = spec;
  return { address, namespace, arm, name: spec.answersAs ?? spec.name, pod: `${namespace}/${spec.name}` };
}

function portOf({ name, protocol, appProtocol }: BackendPort): Record<string, string> {
  return { name, protocol: protocol === 'udp' ? 'UDP' : 'TCP', ...(appProtocol ? { appProtocol } : {}) };
}
