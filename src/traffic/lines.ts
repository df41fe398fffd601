import type { Socket } from 'node:net';
import type { TrafficSend } from '../results/exchange.ts';
import type { Dialled } from './dial.ts';
import { cut, parseAnswer } from './parse-answer.ts';
import { type Call, type Certificate, RefusedError, type Reply, untilAborted, type Wire } from './wire.ts';

/** The echo program's line protocol on a TCP or TLS connection: a nonce goes out, one line of JSON comes back. */
export class LineWire implements Wire {
  readonly #socket: Socket;
  readonly certificate: Certificate | undefined;
  #pending = '';
  #onLine: ((line: string) => void) | undefined;

  constructor({ socket, certificate }: Dialled) {
    this.#socket = socket;
    this.certificate = certificate;
    socket.setEncoding('utf8');
    socket.on('data', (text: unknown) => this.#read(String(text)));
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.readableEnded || !this.#socket.writable;
  }

  async ask(_send: TrafficSend, call: Call): Promise<Reply> {
    const socket = this.#socket;
    let onError: (error: unknown) => void = () => {};
    let onClose = () => {};
    try {
      const line = await untilAborted<string>(call.signal, (resolve, reject) => {
        onError = reject;
        onClose = () => reject(new RefusedError('CLOSED', 'closed without an answer'));
        this.#onLine = resolve;
        socket.on('error', onError);
        socket.on('end', onClose);
        socket.on('close', onClose);
        if (this.closed) return onClose();
        socket.write(`${call.nonce}\n`);
      });
      return parseAnswer(line) ?? { message: cut(line) };
    } finally {
      this.#onLine = undefined;
      socket.off('error', onError);
      socket.off('end', onClose);
      socket.off('close', onClose);
    }
  }

  #read(text: string): void {
    this.#pending += text;
    const end = this.#pending.indexOf('\n');
    if (end < 0) return;
    const line = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end + 1);
    this.#onLine?.(line);
  }

  close(): void {
    this.#socket.destroy();
  }
}
