import { clusterDomain } from '../addresses.ts';
import type { Resolve } from './dns-server.ts';
import type { EndpointTable } from './endpoint-table.ts';

const suffix = `.svc.${clusterDomain}`;

/** Names of Services as in a cluster: the ClusterIP, or the ready endpoints of a headless one. */
export function serviceNames(table: EndpointTable): Resolve {
  return (name) => {
    if (!name.endsWith(suffix)) return undefined;
    const [service, namespace, ...more] = name.slice(0, -suffix.length).split('.');
    if (more.length > 0) return undefined;
    const key = `${namespace}/${service}`;
    const found = table.services.get(key);
    if (!found) return undefined;
    const address = found.spec?.clusterIP;
    return !address || address === 'None' ? table.addresses(key) : [address];
  };
}
