import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { BRIEF_HEADER, NONCE_HEADER } from '../results/echo-headers.ts';
import type { HttpSend, TrafficSend } from '../results/exchange.ts';
import { describeError } from './classify-error.ts';
import type { Dialled } from './dial.ts';
import { Body } from './http1.ts';
import { headerPairs, httpReply } from './parse-answer.ts';
import { type Call, type Certificate, RefusedError, type Reply, untilAborted, type Wire } from './wire.ts';

export interface Http2Response {
  status: number;
  headers: [string, string][];
  body: Buffer;
  trailers: [string, string][];
  error?: { code: string; message: string };
}

/** HTTP/2 on one connection: by ALPN over TLS, else with prior knowledge. */
export class Http2Wire implements Wire {
  readonly #session: ClientHttp2Session;
  readonly #scheme: 'http' | 'https';
  readonly certificate: Certificate | undefined;

  constructor({ socket, certificate }: Dialled) {
    this.certificate = certificate;
    this.#scheme = isTls(socket) ? 'https' : 'http';
    if (isTls(socket) && socket.alpnProtocol !== 'h2') {
      socket.destroy();
      throw new RefusedError('ALPN', `asked for h2, the server negotiated ${socket.alpnProtocol || 'nothing'}`);
    }
    this.#session = connect(`${this.#scheme}://wire.invalid`, { createConnection: () => socket });
    this.#session.on('error', () => {});
  }

  get closed(): boolean {
    return this.#session.closed || this.#session.destroyed;
  }

  async ask(send: TrafficSend, call: Call): Promise<Reply> {
    const { path, method, headers, body } = send as HttpSend;
    const response = await this.request(call, { ':method': method, ':path': path }, headers, Buffer.from(body ?? ''));
    return httpReply({ ...response, version: '2', body: response.body.toString('utf8') });
  }

  /** One request; rejects when no response headers came. */
  async request(
    call: Call,
    pseudo: OutgoingHttpHeaders,
    pairs: [string, string][],
    body: Buffer,
  ): Promise<Http2Response> {
    const headers: OutgoingHttpHeaders = {
      ...pseudo,
      ':scheme': this.#scheme,
      ':authority': call.authority,
      [NONCE_HEADER]: call.nonce,
      ...(call.brief && { [BRIEF_HEADER]: '1' }),
    };
    for (const [name, value] of pairs) addHeader(headers, name.toLowerCase(), value);
    let response: Http2Response | undefined;
    const received = new Body();
    const ended = (error?: unknown): Http2Response | undefined => {
      if (response === undefined) return undefined;
      response.body = received.bytes();
      if (error !== undefined) response.error = describeError(error);
      return response;
    };
    return untilAborted<Http2Response>(
      call.signal,
      (resolve, reject) => {
        const stream = this.#session.request(headers, { endStream: body.length === 0 });
        let failure: unknown;
        stream.on('response', (_headers, _flags, raw?: string[]) => {
          const status = Number(_headers[':status']);
          response = { status, headers: headerPairs(raw ?? flat(_headers)), body: Buffer.alloc(0), trailers: [] };
        });
        stream.on('data', (chunk: Buffer) => received.add(chunk));
        stream.on('trailers', (trailers, _flags, raw?: string[]) => {
          if (response !== undefined) response.trailers = headerPairs(raw ?? flat(trailers));
        });
        stream.on('error', (error) => {
          failure = error;
        });
        stream.on('close', () => {
          const result = ended(failure ?? resetError(stream.rstCode));
          if (result !== undefined) resolve(result);
          else reject(failure ?? resetError(stream.rstCode) ?? new RefusedError('CLOSED', 'closed without an answer'));
        });
        if (body.length > 0) stream.end(body);
      },
      () => ended(call.signal.reason),
    );
  }

  close(): void {
    this.#session.destroy();
  }
}

function isTls(socket: Socket | TLSSocket): socket is TLSSocket {
  return 'encrypted' in socket;
}

function resetError(code: number | undefined): RefusedError | undefined {
  if (code === undefined || code === constants.NGHTTP2_NO_ERROR) return undefined;
  return new RefusedError('RST_STREAM', `stream reset with code ${code}`);
}

function addHeader(headers: OutgoingHttpHeaders, name: string, value: string): void {
  const known = headers[name];
  if (known === undefined) headers[name] = value;
  else headers[name] = [...(Array.isArray(known) ? known : [String(known)]), value];
}

function flat(headers: Record<string, string | string[] | number | undefined>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
}
