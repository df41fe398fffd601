import { createSocket, type Socket } from 'node:dgram';
import type { TrafficSend } from '../results/exchange.ts';
import { cut, parseAnswer } from './parse-answer.ts';
import { type Call, type Reply, type Target, untilAborted, type Wire } from './wire.ts';

/** A UDP socket that is connected, so that an ICMP refusal is seen; "kept" means the same source port. */
export class UdpWire implements Wire {
  readonly #socket: Socket;
  #closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => this.close());
  }

  get closed(): boolean {
    return this.#closed;
  }

  async ask(_send: TrafficSend, call: Call): Promise<Reply> {
    const socket = this.#socket;
    let onMessage: (data: Buffer) => void = () => {};
    let onError: (error: unknown) => void = () => {};
    try {
      const text = await untilAborted<string>(call.signal, (resolve, reject) => {
        onMessage = (data) => resolve(data.toString('utf8'));
        onError = reject;
        socket.on('message', onMessage);
        socket.on('error', onError);
        socket.send(call.nonce, (error) => {
          if (error !== null) reject(error);
        });
      });
      return parseAnswer(text) ?? { message: cut(text) };
    } finally {
      socket.off('message', onMessage);
      socket.off('error', onError);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }
}

export async function openUdp(target: Target, signal: AbortSignal): Promise<UdpWire> {
  const socket = createSocket(target.host.includes(':') ? 'udp6' : 'udp4');
  const wire = new UdpWire(socket);
  try {
    await untilAborted<void>(signal, (resolve, reject) => {
      socket.once('error', reject);
      socket.connect(target.port, target.host, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return wire;
  } catch (error) {
    wire.close();
    throw error;
  }
}
