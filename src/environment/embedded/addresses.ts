/**
 * Addresses inside the run's own network namespace. 198.18.0.0/15 is set aside for benchmarks (RFC 2544), so it never
 * shadows an address that anybody means; EndpointSlices accept it.
 */
export const apiServerAddress = '198.18.0.1';
export const apiServerPort = 6443;
/** The service proxy: kube-proxy, load balancer and DNS in a network namespace of its own, so that its ports meet nobody's. */
export const proxyAddress = '198.18.1.10';
export const clusterDomain = 'cluster.local';
/** LoadBalancer Services: 198.18.2.1 and up. */
export const loadBalancerPrefix = '198.18.2.';
export const loadBalancerRange = '198.18.2.0/24';
/** Backends: 198.18.16.1 up to 198.18.31.254. */
const backendThirds = { first: 16, last: 31 };
/** Every address of these is local to the run's namespace, without being added one by one. */
export const localRanges = ['198.18.0.0/24', '198.18.16.0/20'];
export const serviceRange = '198.18.128.0/17';
export const podRange = '10.244.0.0/16';
/** Next hop of every pod; lives on the namespace's loopback. */
export const podGateway = '10.244.255.1';

/** The index-th backend address, from 0. */
export function backendAddress(index: number): string {
  const third = backendThirds.first + Math.floor(index / 254);
  if (third > backendThirds.last) throw new RangeError(`no address left for backend ${index + 1}: 4064 are the limit`);
  return `198.18.${third}.${(index % 254) + 1}`;
}

/** The index-th pod address, from 0. */
export function podAddress(index: number): string {
  const number = index + 2;
  if (number >= 255 * 256) throw new RangeError(`no address left for pod ${index + 1}: 65278 are the limit`);
  return `10.244.${number >> 8}.${number & 255}`;
}
