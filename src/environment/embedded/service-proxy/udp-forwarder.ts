import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import type { Target } from './endpoint-table.ts';

/** A client that has been silent for this long may get another target. */
const idleMs = 30_000;

interface Flow {
  socket: Socket;
  timer: NodeJS.Timeout;
}

/** Passes datagrams on; each client address and port has a socket of its own towards one target, so that answers find back. */
export function forwardUdp(address: string, port: number, choose: () => Target | undefined): Socket {
  const server = createSocket('udp4');
  const flows = new Map<string, Flow>();
  const open = (client: { address: string; port: number }, key: string): Flow | undefined => {
    const target = choose();
    if (!target) return undefined;
    const socket = createSocket('udp4');
    const close = () => {
      flows.delete(key);
      socket.close();
    };
    const flow = { socket, timer: setTimeout(close, idleMs) };
    socket.on('message', (message) => {
      flow.timer.refresh();
      server.send(message, client.port, client.address);
    });
    // The target refused (ICMP): the client sees silence, as from any load balancer.
    socket.on('error', () => {});
    socket.connect(target.port, target.address);
    flows.set(key, flow);
    return flow;
  };
  server.on('message', (message, client) => {
    const key = `${client.address}:${client.port}`;
    const flow = flows.get(key) ?? open(client, key);
    if (!flow) return;
    flow.timer.refresh();
    const { socket } = flow;
    if (isConnected(socket)) socket.send(message);
    else socket.once('connect', () => socket.send(message));
  });
  server.on('close', () => {
    for (const { socket, timer } of flows.values()) {
      clearTimeout(timer);
      socket.close();
    }
    flows.clear();
  });
  server.bind(port, address);
  return server;
}

function isConnected(socket: Socket): boolean {
  try {
    socket.remoteAddress();
    return true;
  } catch {
    return false;
  }
}
