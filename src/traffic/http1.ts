import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { BRIEF_HEADER, NONCE_HEADER } from '../results/echo-headers.ts';
import type { HttpSend, TrafficSend } from '../results/exchange.ts';
import { describeError } from './classify-error.ts';
import type { Dialled } from './dial.ts';
import { type HttpResponse, headerPairs, httpReply } from './parse-answer.ts';
import { type Call, type Certificate, RefusedError, type Reply, untilAborted, type Wire } from './wire.ts';

const BODY_LIMIT = 262_144;
/** Idle connections are kept until the other side or the engine closes them. */
const IDLE_LIMIT_MS = 600_000;

/** HTTP/1.1 on one connection. The request target goes out as it is written, dots, slashes and percent signs too. */
export class Http1Wire implements Wire {
  readonly #socket: Socket;
  readonly #client: Client;
  readonly certificate: Certificate | undefined;

  constructor({ socket, certificate }: Dialled) {
    this.#socket = socket;
    this.certificate = certificate;
    let used = false;
    // The origin only names a pool in undici: Host is given with each request, and the socket, TLS or not, is already there.
    this.#client = new Client('http://wire.invalid', {
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_LIMIT_MS,
      keepAliveMaxTimeout: IDLE_LIMIT_MS,
      // A socket given in the same turn would be missed: undici is still deciding to connect.
      connect: (_options, callback) =>
        queueMicrotask(() => {
          if (used || socket.destroyed) return callback(new RefusedError('CLOSED', 'closed without an answer'), null);
          used = true;
          callback(null, socket);
        }),
    });
  }

  get closed(): boolean {
    return this.#socket.destroyed || this.#socket.readableEnded || !this.#socket.writable;
  }

  async ask(send: TrafficSend, call: Call): Promise<Reply> {
    return httpReply(await this.#request(send as HttpSend, call));
  }

  #request(send: HttpSend, call: Call): Promise<HttpResponse> {
    let response: HttpResponse | undefined;
    const body = new Body();
    const ended = (error?: unknown): HttpResponse | undefined => {
      if (response === undefined) return undefined;
      response.body = body.text();
      if (error !== undefined) response.error = describeError(error);
      return response;
    };
    return untilAborted<HttpResponse>(
      call.signal,
      (resolve, reject) => {
        this.#client.dispatch(requestOptions(send, call), {
          onRequestStart() {},
          onResponseStart(controller, status) {
            const headers = headerPairs((controller.rawHeaders ?? []) as Buffer[]);
            if (status >= 200) response = { version: '1.1', status, headers, body: '' };
          },
          onResponseData(_controller, chunk) {
            body.add(chunk);
          },
          onResponseEnd() {
            resolve(ended()!);
          },
          onResponseError(_controller, error) {
            const partial = ended(error);
            if (partial === undefined) reject(error);
            else resolve(partial);
          },
        });
      },
      () => ended(call.signal.reason),
    );
  }

  close(): void {
    this.#client.destroy().catch(() => {});
    this.#socket.destroy();
  }
}

function requestOptions(send: HttpSend, call: Call): Dispatcher.DispatchOptions {
  const headers = ['host', call.authority, NONCE_HEADER, call.nonce];
  if (call.brief) headers.push(BRIEF_HEADER, '1');
  for (const [name, value] of send.headers) headers.push(name, value);
  return {
    path: send.path,
    method: send.method as Dispatcher.HttpMethod,
    headers,
    ...(send.body !== undefined && { body: send.body }),
  };
}

/** Collects a response body up to a limit: a server that never stops must not fill the memory. */
export class Body {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  add(chunk: Buffer): void {
    if (this.#length >= BODY_LIMIT) return;
    this.#length += chunk.length;
    this.#chunks.push(chunk);
  }

  bytes(): Buffer {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }
}
