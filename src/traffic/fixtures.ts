import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type EchoProcess, startEchoProcess } from '../backend/echo-process.ts';
import { backendPorts } from '../backend/ports.ts';
import type { HttpSend } from '../results/exchange.ts';
import type { Target } from './engine.ts';

/** For tests only: an echo program on free ports with backends v1 and v2 in two arms, each at a loopback address. */
export const RUN = `run-${randomUUID().slice(0, 8)}`;

export const ADDRESSES = { 't v1': '127.0.0.11', 't v2': '127.0.0.12', 'c v1': '127.0.0.13', 'c v2': '127.0.0.14' };

export async function startEcho(): Promise<EchoProcess> {
  const echo = await startEchoProcess({
    run: RUN,
    ports: Object.fromEntries(backendPorts.map(({ name }) => [name, 0])),
  });
  await echo.register(
    Object.entries(ADDRESSES).map(([armAndName, address]) => {
      const [arm, name] = armAndName.split(' ') as [string, string];
      return { address, namespace: `probe-${arm}`, name, arm, pod: `${name}-${arm}` };
    }),
  );
  return echo;
}

/** The backend itself as target, by default v1 of the treatment arm. */
export function at(port: number | undefined, host = ADDRESSES['t v1']): Target {
  return { host, port: port ?? 0, authority: 'www.t.example.com' };
}

export function http(rest: Partial<HttpSend> = {}): HttpSend {
  return {
    protocol: 'http',
    host: 'www.example.com',
    path: '/',
    method: 'GET',
    headers: [],
    scheme: 'http',
    version: '1.1',
    ...rest,
  };
}

/** A server that does what a test needs with each raw connection. */
export async function rawServer(
  serve: (socket: Socket) => void,
): Promise<{ server: Server; target: Target; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { server, target: { host: '127.0.0.1', port, authority: 'www.t.example.com' }, close };
}
