import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../../../errors.ts';
import type { ClusterConnection } from '../../environment.ts';
import { describeExit, ManagedProcess } from '../managed-process.ts';

/** Starts the process that serves Service addresses and names; resolves when it answers. */
export async function startServiceProxy(connection: ClusterConnection, dir: string): Promise<ManagedProcess> {
  // The same extension as this file: .ts in the checkout, .js in the package.
  const entry = fileURLToPath(new URL(`./service-proxy-process${extname(import.meta.url)}`, import.meta.url));
  const proxy = new ManagedProcess({
    name: 'service-proxy',
    command: [process.execPath, entry],
    env: { PATH: process.env.PATH ?? '', HOME: join(dir, 'tmp'), TMPDIR: join(dir, 'tmp') },
    logFile: join(dir, 'logs', 'service-proxy.log'),
    ipc: true,
  });
  const ready = new Promise<'ready'>((resolve) => proxy.child.once('message', () => resolve('ready')));
  proxy.child.send(connection);
  const first = await Promise.race([ready, proxy.exited]);
  // Its channel must not keep a finished run alive.
  proxy.child.channel?.unref();
  proxy.child.unref();
  if (first === 'ready') return proxy;
  throw new EnvironmentError(
    `the service proxy ended at start (${describeExit(first)}):\n${proxy.logTail().join('\n')}`,
    {
      code: 'SERVICE_PROXY_DIED',
    },
  );
}
