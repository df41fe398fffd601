import assert from 'node:assert/strict';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EnvironmentError } from '../../../errors.ts';
import type { ClusterConnection } from '../../environment.ts';
import { loadBalancerRange, podGateway, proxyAddress, serviceRange } from '../addresses.ts';
import { describeExit, ManagedProcess } from '../managed-process.ts';

/** What the proxy says to its parent, in this order. */
export type ServiceProxyMessage = 'booted' | 'ready';

/** Starts the process that serves Service addresses and names; resolves when it answers. */
export async function startServiceProxy(connection: ClusterConnection, dir: string): Promise<ManagedProcess> {
  // The same extension as this file: .ts in the checkout, .js in the package.
  const entry = fileURLToPath(new URL(`./service-proxy-process${extname(import.meta.url)}`, import.meta.url));
  const proxy = new ManagedProcess({
    name: 'service-proxy',
    command: ['unshare', '--net', process.execPath, entry],
    env: { PATH: process.env.PATH ?? '', HOME: join(dir, 'tmp'), TMPDIR: join(dir, 'tmp') },
    logFile: join(dir, 'logs', 'service-proxy.log'),
    ipc: true,
  });
  const ended = proxy.exited.then((exit) => {
    throw new EnvironmentError(
      `the service proxy ended at start (${describeExit(exit)}):\n${proxy.logTail().join('\n')}`,
      {
        code: 'SERVICE_PROXY_DIED',
      },
    );
  });
  ended.catch(() => {});
  const said = (word: ServiceProxyMessage) =>
    Promise.race([ended, once(proxy.child, 'message').then(([message]) => assert.equal(message, word))]);
  try {
    await said('booted');
    await connectNetwork(proxy.pid ?? 0);
    const ready = said('ready');
    proxy.child.send(connection);
    await ready;
  } catch (error) {
    proxy.kill('SIGKILL');
    throw error;
  }
  // Its channel must not keep a finished run alive.
  proxy.child.channel?.unref();
  proxy.child.unref();
  return proxy;
}

/** Addresses of Services are local to the proxy's network namespace; a veth pair leads there. */
async function connectNetwork(pid: number): Promise<void> {
  const outside = [
    `link add svc0 type veth peer name eth0 netns ${pid}`,
    'link set svc0 up',
    `route add ${proxyAddress}/32 dev svc0`,
    ...[loadBalancerRange, serviceRange].map((range) => `route add ${range} via ${proxyAddress} dev svc0`),
  ];
  const inside = [
    'link set lo up',
    'link set eth0 up',
    `addr add ${proxyAddress}/32 dev eth0`,
    ...[loadBalancerRange, serviceRange].map((range) => `route add local ${range} dev lo`),
    `route add ${podGateway} dev eth0`,
    `route add default via ${podGateway}`,
  ];
  await execa('ip', ['-batch', '-'], { input: `${outside.join('\n')}\n` });
  await execa('nsenter', ['--target', String(pid), '--net', 'ip', '-batch', '-'], { input: `${inside.join('\n')}\n` });
}
