import { execa } from 'execa';
import { EnvironmentError } from '../../errors.ts';
import { localRanges, podGateway } from './addresses.ts';

const script = `
mount -t tmpfs -o mode=0755,nosuid gateproof "$1"
mkdir -p "$1/tmp" "$1/logs" "$1/pods"
ip link set lo up
${localRanges.map((range) => `ip route add local ${range} dev lo`).join('\n')}
ip addr add ${podGateway}/32 dev lo
echo 1 > /proc/sys/net/ipv4/ip_forward
`;

/** First thing inside the namespace: the run's own tmpfs over the empty folder, and addresses. Never on the host's own network. */
export async function prepareNamespace(mountPoint: string): Promise<void> {
  const result = await execa('sh', ['-ec', script, 'sh', mountPoint], {
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  });
  if (!result.failed) return;
  throw new EnvironmentError(`cannot set up the namespace: ${result.stderr.trim() || result.shortMessage}`, {
    code: 'NAMESPACE_SETUP',
    hint: `${mountPoint} must belong to the user that runs gateproof, root included (or set GATEPROOF_CACHE). "gateproof doctor" checks the tools.`,
  });
}
