import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { echoAnswer } from './echo-answer.ts';
import type { EchoRegistry } from './echo-registry.ts';

/** One UDP socket per address: a wildcard socket would answer from another address than was asked. */
export class EchoUdp {
  readonly #registry: EchoRegistry;
  readonly #sockets = new Map<string, Socket>();
  readonly port: number;

  constructor(registry: EchoRegistry, port: number) {
    this.#registry = registry;
    this.port = port;
  }

  /** Resolves when datagrams to all these addresses are answered. */
  async listen(addresses: string[]): Promise<void> {
    await Promise.all(addresses.map((address) => this.#listenOne(address)));
  }

  async #listenOne(address: string): Promise<void> {
    if (this.#sockets.has(address)) return;
    const socket = createSocket('udp4');
    this.#sockets.set(address, socket);
    socket.on('message', (data, peer) => {
      const marks = this.#registry.marks(address);
      if (marks === undefined) return;
      const nonce = data.toString('utf8').trimEnd();
      this.#registry.record(address, { nonce, protocol: 'udp', atMs: performance.now() });
      socket.send(echoAnswer(marks, nonce, { protocol: 'udp' }), peer.port, peer.address, () => {});
    });
    socket.bind(this.port, address);
    try {
      await once(socket, 'listening');
      socket.on('error', () => {});
    } catch (error) {
      this.#sockets.delete(address);
      socket.close();
      throw new Error(`cannot listen on udp ${address}:${this.port}: ${String(error)}`, { cause: error });
    }
  }
}

/** A UDP port that is free now on loopback; only tests ask for port 0. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
