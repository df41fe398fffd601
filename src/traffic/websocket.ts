import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { NONCE_HEADER } from '../results/echo-headers.ts';
import type { TrafficSend, WebsocketSend } from '../results/exchange.ts';
import { describeError } from './classify-error.ts';
import type { Dialled } from './dial.ts';
import { Body } from './http1.ts';
import { cut, headerPairs, httpReply, parseAnswer } from './parse-answer.ts';
import { type Call, type Certificate, RefusedError, type Reply, untilAborted, type Wire } from './wire.ts';

/** One upgrade per connection: the server says who it is, then echoes the message; so it is never kept for another. */
export class WebsocketWire implements Wire {
  readonly #dialled: Dialled;
  #used = false;

  constructor(dialled: Dialled) {
    this.#dialled = dialled;
  }

  get certificate(): Certificate | undefined {
    return this.#dialled.certificate;
  }

  get closed(): boolean {
    return this.#used || this.#dialled.socket.destroyed;
  }

  async ask(send: TrafficSend, call: Call): Promise<Reply> {
    this.#used = true;
    const { path, message } = send as WebsocketSend;
    const websocket = new WebSocket(`ws://wire.invalid${path}`, {
      createConnection: () => this.#dialled.socket,
      headers: { host: call.authority, [NONCE_HEADER]: call.nonce },
      perMessageDeflate: false,
    });
    let reply: Reply | undefined;
    const ended = (error: unknown) => reply && { ...reply, error: describeError(error) };
    return untilAborted<Reply>(
      call.signal,
      (resolve, reject) => {
        const fail = (error: Error) => {
          const partial = ended(error);
          if (partial === undefined) reject(error);
          else resolve(partial);
        };
        websocket.on('message', (data) => {
          const text = String(data);
          if (reply !== undefined) return resolve({ ...reply, message: cut(text) });
          reply = parseAnswer(text);
          if (reply === undefined) return resolve({ message: cut(text) });
          websocket.send(message);
        });
        websocket.on('unexpected-response', (_request, response) => void readResponse(response).then(resolve));
        websocket.on('error', (error) => fail(withCode(error)));
        websocket.on('close', (code) => fail(new RefusedError('CLOSED', `closed with code ${code} before the echo`)));
      },
      () => ended(call.signal.reason),
    );
  }

  close(): void {
    this.#dialled.socket.destroy();
  }
}

/** ws gives its own handshake errors no code. */
function withCode(error: Error): Error {
  return 'code' in error ? error : new RefusedError('WS_HANDSHAKE', error.message);
}

async function readResponse(response: IncomingMessage): Promise<Reply> {
  const body = new Body();
  const { httpVersion: version, statusCode: status = 0, rawHeaders } = response;
  let error: { code: string; message: string } | undefined;
  try {
    for await (const chunk of response) body.add(chunk as Buffer);
  } catch (thrown) {
    error = describeError(thrown);
  }
  return httpReply({ version, status, headers: headerPairs(rawHeaders), body: body.text(), ...(error && { error }) });
}
