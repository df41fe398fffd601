import { readFile } from 'node:fs/promises';
import { attempt, type Check, type CheckContext } from './check.ts';

/** The kernel settings that forbid unprivileged namespaces, the value that does, and the one that allows. */
const switches = [
  { setting: 'user.max_user_namespaces', blocks: '0', allows: '15000' },
  { setting: 'kernel.unprivileged_userns_clone', blocks: '0', allows: '1' },
  { setting: 'kernel.apparmor_restrict_unprivileged_userns', blocks: '1', allows: '0' },
];

/** Makes the namespaces that a run makes, and when that fails says which setting is in the way. */
export async function checkUserNamespaces(context: CheckContext): Promise<Check> {
  const name = 'user-namespaces';
  const args = ['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--mount-proc', 'true'];
  const { worked, said } = await attempt(context, 'unshare', args);
  if (worked) return { name, status: 'ok', measured: 'user, network, mount and PID namespaces can be made' };
  const blocking: typeof switches = [];
  for (const item of switches) if ((await readSetting(item.setting)) === item.blocks) blocking.push(item);
  if (blocking.length > 0)
    return {
      name,
      status: 'fail',
      measured: `${said}; ${blocking.map((item) => `${item.setting}=${item.blocks}`).join(', ')}`,
      advice: blocking.map(remedy).join(' '),
    };
  return {
    name,
    status: 'fail',
    measured: said,
    advice:
      'No kernel setting forbids it, so a sandbox probably does. In a container, start it with --security-opt ' +
      'seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined; or use --env kind or --env cluster.',
  };
}

function remedy({ setting, allows }: (typeof switches)[number]): string {
  return (
    `Run: sudo sysctl -w ${setting}=${allows} ` +
    `(to keep it: echo '${setting}=${allows}' | sudo tee -a /etc/sysctl.d/60-gateproof.conf).`
  );
}

async function readSetting(setting: string): Promise<string | undefined> {
  const text = await readFile(`/proc/sys/${setting.replace('.', '/')}`, 'utf8').catch(() => undefined);
  return text?.trim();
}
