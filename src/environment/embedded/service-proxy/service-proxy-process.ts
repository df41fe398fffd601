import { setMaxListeners } from 'node:events';
import { KubernetesClient } from '../../../kubernetes/client.ts';
import { refOf } from '../../../kubernetes/object.ts';
import { watch } from '../../../kubernetes/watch.ts';
import type { ClusterConnection } from '../../environment.ts';
import { proxyAddress } from '../addresses.ts';
import { startDnsServer } from './dns-server.ts';
import type { WireService, WireSlice } from './endpoint-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { ServiceForwarding } from './service-forwarding.ts';
import { serviceNames } from './service-names.ts';
import type { ServiceProxyMessage } from './start-service-proxy.ts';

/** Stands in for kube-proxy, the load balancer and CoreDNS: a process of its own, so that traffic never waits for the runner. */
async function main(connection: ClusterConnection): Promise<void> {
  const client = new KubernetesClient(connection);
  const table = new EndpointTable();
  const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);
  const forwarding = new ServiceForwarding(table, log);
  await startDnsServer(proxyAddress, 53, serviceNames(table));
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const services = async () => {
    for await (const event of watch<WireService>(client, { apiVersion: 'v1', kind: 'Service' }, { signal })) {
      table.applyService(event);
      if (event.type === 'DELETED') forwarding.remove(event.object);
      else {
        forwarding.update(event.object);
        announce(client, forwarding, event.object).catch((error: unknown) => log(String(error)));
      }
    }
  };
  const slices = async () => {
    const kind = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
    for await (const event of watch<WireSlice>(client, kind, { signal })) table.applySlice(event);
  };
  say('ready');
  await Promise.all([services(), slices()]);
}

/** Writes the address of a LoadBalancer Service into its status. */
async function announce(client: KubernetesClient, forwarding: ServiceForwarding, service: WireService): Promise<void> {
  const ip = forwarding.balancerAddress(service);
  if (!ip || service.status?.loadBalancer?.ingress?.[0]?.ip === ip) return;
  const status = { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } };
  await client.patch(refOf(service), { status }, { subresource: 'status' });
}

function say(message: ServiceProxyMessage): void {
  process.send?.(message);
}

process.once('message', (connection: ClusterConnection) => {
  main(connection).catch((error: unknown) => {
    process.stdout.write(`${String(error)}\n`);
    process.exit(1);
  });
});
say('booted');
// Without its parent it has nobody to serve.
process.on('disconnect', () => process.exit(0));
