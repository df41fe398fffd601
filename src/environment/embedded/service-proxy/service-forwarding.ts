import type { Socket } from 'node:dgram';
import type { Server } from 'node:net';
import { loadBalancerPrefix } from '../addresses.ts';
import type { EndpointTable, WireService } from './endpoint-table.ts';
import { keyOf } from './endpoint-table.ts';
import { forwardTcp } from './tcp-forwarder.ts';
import { forwardUdp } from './udp-forwarder.ts';

/** Keeps one listener for each address and port that a Service is to have. */
export class ServiceForwarding {
  readonly #table: EndpointTable;
  /** By Service, then by "TCP 198.18.2.1 80 http". */
  readonly #listeners = new Map<string, Map<string, Server | Socket>>();
  readonly #balancers = new Map<string, string>();
  readonly #log: (line: string) => void;

  constructor(table: EndpointTable, log: (line: string) => void) {
    this.#table = table;
    this.#log = log;
  }

  /** Opens and closes listeners so that they are what the Service says. */
  update(service: WireService): void {
    const wanted = new Set(this.#wanted(service));
    const key = keyOf(service);
    const open = this.#listeners.get(key) ?? new Map<string, Server | Socket>();
    this.#listeners.set(key, open);
    for (const [entry, listener] of open) {
      if (wanted.has(entry)) continue;
      listener.close();
      open.delete(entry);
    }
    for (const entry of wanted) if (!open.has(entry)) open.set(entry, this.#listen(key, entry));
  }

  remove(service: WireService): void {
    const key = keyOf(service);
    for (const listener of this.#listeners.get(key)?.values() ?? []) listener.close();
    this.#listeners.delete(key);
    this.#balancers.delete(key);
  }

  /** Address of a LoadBalancer Service: the one that it asks for, if it is free and of our range, else the next. */
  balancerAddress(service: WireService): string | undefined {
    if (service.spec?.type !== 'LoadBalancer') return undefined;
    const key = keyOf(service);
    const known = this.#balancers.get(key);
    if (known) return known;
    const taken = new Set(this.#balancers.values());
    const asked = service.spec.loadBalancerIP;
    if (asked?.startsWith(loadBalancerPrefix) && !taken.has(asked)) {
      this.#balancers.set(key, asked);
      return asked;
    }
    const free = Array.from({ length: 254 }, (_, index) => `${loadBalancerPrefix}${index + 1}`).find(
      (address) => !taken.has(address),
    );
    if (free) this.#balancers.set(key, free);
    else this.#log(`no address left for Service ${key}`);
    return free;
  }

  #wanted(service: WireService): string[] {
    const { spec } = service;
    const clusterIP = spec?.clusterIP;
    const addresses = [clusterIP && clusterIP !== 'None' ? clusterIP : undefined, this.balancerAddress(service)].filter(
      Boolean,
    );
    // Services without a selector are the probes' own backends: controllers reach those by their endpoints.
    const served = spec?.selector !== undefined || keyOf(service) === 'default/kubernetes';
    if (!served) return [];
    return addresses.flatMap((address) =>
      (spec?.ports ?? []).map(({ port, protocol, name }) => `${protocol ?? 'TCP'} ${address} ${port} ${name ?? ''}`),
    );
  }

  #listen(key: string, entry: string): Server | Socket {
    const [protocol, address = '', port, name = ''] = entry.split(' ');
    const choose = () => this.#table.next(key, name);
    const listener = (protocol === 'UDP' ? forwardUdp : forwardTcp)(address, Number(port), choose);
    listener.on('error', (error: Error) => this.#log(`${key} ${entry}: ${error.message}`));
    return listener;
  }
}
