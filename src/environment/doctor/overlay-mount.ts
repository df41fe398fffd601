import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, type Check, type CheckContext } from './check.ts';

const script = `
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir lower upper work merged
echo below > lower/file
mount -t overlay overlay -o userxattr,lowerdir=lower,upperdir=upper,workdir=work merged
echo above > merged/file
read text < upper/file
test "$text" = above`;

/** Containers get /etc and /var as overlays inside the user namespace (Linux 5.11 and later). */
export async function checkOverlayMount(context: CheckContext): Promise<Check> {
  const name = 'overlay';
  const dir = await mkdtemp(join(tmpdir(), 'gateproof-doctor-'));
  try {
    const args = ['--user', '--map-root-user', '--mount', 'sh', '-euc', script, 'sh', dir];
    const { worked, said } = await attempt(context, 'unshare', args);
    if (worked) return { name, status: 'ok', measured: 'overlay can be mounted in a user namespace' };
    return {
      name,
      status: 'fail',
      measured: said,
      advice: 'Use Linux 5.11 or later with the overlay module (sudo modprobe overlay); first see to user-namespaces.',
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
