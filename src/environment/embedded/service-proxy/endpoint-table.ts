import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import type { KubernetesObject } from '../../../kubernetes/object.ts';
import type { WatchEvent } from '../../../kubernetes/watch.ts';

export type WireService = V1Service & KubernetesObject;
export type WireSlice = V1EndpointSlice & KubernetesObject;

export interface Target {
  address: string;
  port: number;
}

/** Services and the endpoints behind them, as the API server tells them. */
export class EndpointTable {
  readonly services = new Map<string, WireService>();
  readonly #slices = new Map<string, Map<string, WireSlice>>();
  #turn = 0;

  applyService(event: WatchEvent<WireService>): void {
    const key = keyOf(event.object);
    if (event.type === 'DELETED') this.services.delete(key);
    else this.services.set(key, event.object);
  }

  applySlice(event: WatchEvent<WireSlice>): void {
    const { namespace, name, labels } = event.object.metadata;
    const key = `${namespace}/${labels?.['kubernetes.io/service-name']}`;
    const slices = this.#slices.get(key) ?? new Map<string, WireSlice>();
    if (event.type === 'DELETED') slices.delete(name);
    else slices.set(name, event.object);
    this.#slices.set(key, slices);
  }

  /** Next endpoint of a Service's port in turn; undefined when none is ready. */
  next(service: string, portName: string): Target | undefined {
    const targets = this.targets(service, portName);
    return targets[this.#turn++ % targets.length];
  }

  targets(service: string, portName: string): Target[] {
    return this.#ready(service).flatMap(({ slice, addresses }) => {
      const port = slice.ports?.find(({ name }) => (name ?? '') === portName)?.port;
      return port === undefined ? [] : addresses.map((address) => ({ address, port }));
    });
  }

  /** Addresses of all ready endpoints, for headless Services. */
  addresses(service: string): string[] {
    return [...new Set(this.#ready(service).flatMap(({ addresses }) => addresses))];
  }

  #ready(service: string): { slice: WireSlice; addresses: string[] }[] {
    return [...(this.#slices.get(service)?.values() ?? [])].map((slice) => ({
      slice,
      addresses: (slice.endpoints ?? [])
        .filter(({ conditions }) => conditions?.ready !== false)
        .flatMap(({ addresses }) => addresses),
    }));
  }
}

export function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}
