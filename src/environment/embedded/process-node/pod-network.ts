import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execa } from 'execa';
import { podGateway } from '../addresses.ts';

// The holder keeps the namespace alive, waits for its end of the veth pair, and sets it up.
const holder = `
ip link set lo up
hostname "$3" 2>/dev/null || true
echo created
read _
ip link set eth0 up
ip addr add "$1/32" dev eth0
ip route add "$2" dev eth0
ip route add default via "$2"
echo ready
exec sleep infinity
`;

/** The network (and host name) of one pod: namespaces of its own, joined to the run's by a veth pair. */
export class PodNetwork {
  readonly address: string;
  readonly #holder: ChildProcess;

  private constructor(address: string, holderProcess: ChildProcess) {
    this.address = address;
    this.#holder = holderProcess;
  }

  static async create(address: string, index: number, hostname: string): Promise<PodNetwork> {
    const child = spawn('unshare', ['--net', '--uts', 'sh', '-ec', holder, 'sh', address, podGateway, hostname], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    const said = async (word: string) => {
      const [chunk] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => ['ended'])]);
      if (String(chunk).trim() !== word)
        throw new Error(`network of pod ${hostname}: ${errors.trim() || String(chunk)}`);
    };
    try {
      await said('created');
      const link = `gp${index}`;
      const batch = [
        `link add ${link} type veth peer name eth0 netns ${child.pid}`,
        `link set ${link} up`,
        `route add ${address}/32 dev ${link}`,
      ];
      await execa('ip', ['-batch', '-'], { input: `${batch.join('\n')}\n` });
      child.stdin.end('\n');
      await said('ready');
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    return new PodNetwork(address, child);
  }

  /** Words to put before a command so that it runs in the pod's network. */
  get enter(): string[] {
    return ['nsenter', `--net=/proc/${this.#holder.pid}/ns/net`, `--uts=/proc/${this.#holder.pid}/ns/uts`];
  }

  /** The kernel removes the veth pair and its route with the namespace, once the pod's processes are gone too. */
  destroy(): void {
    this.#holder.kill('SIGKILL');
  }
}
