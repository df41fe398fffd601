import { attempt, type Check, type CheckContext } from './check.ts';

const inNamespace = ['--user', '--map-root-user', '--net', 'sh', '-euc'];
const listen = `require('net').createServer().listen(80,'198.18.0.1',()=>process.exit(0)).on('error',(e)=>{console.error(e.message);process.exit(1)})`;

/**
 * Ports: all of a run's ports are on addresses of a private network namespace, where a whole range is local and ports
 * below 1024 need no privilege; no port of the host is used.
 */
export async function checkPrivatePorts(context: CheckContext): Promise<Check> {
  const script = `ip link set lo up; ip route add local 198.18.0.0/16 dev lo; "$1" -e "$2"`;
  const { worked, said } = await attempt(context, 'unshare', [...inNamespace, script, 'sh', process.execPath, listen]);
  const name = 'ports';
  if (worked)
    return {
      name,
      status: 'ok',
      measured: '198.18.0.1:80 can be bound in a private network namespace; no port of the host is used',
    };
  return { name, status: 'fail', measured: said, advice: advice('local routes (ip route add local)') };
}

/** Pods are joined by veth pairs. */
export async function checkPodNetwork(context: CheckContext): Promise<Check> {
  const script = 'ip link add gp0 type veth peer name gp1; ip link set gp0 up; echo 1 > /proc/sys/net/ipv4/ip_forward';
  const { worked, said } = await attempt(context, 'unshare', [...inNamespace, script]);
  const name = 'pod-network';
  if (worked) return { name, status: 'ok', measured: 'veth pairs and forwarding work in a private network namespace' };
  return { name, status: 'fail', measured: said, advice: advice('veth pairs (kernel module veth)') };
}

function advice(what: string): string {
  return `The kernel or a sandbox refuses ${what} inside a private network namespace. First see to the checks user-namespaces and ip; else use --env kind or --env cluster.`;
}
