import { status as grpcStatus } from '@grpc/grpc-js';
import type { GrpcSend, TrafficSend } from '../results/exchange.ts';
import type { Http2Response, Http2Wire } from './http2.ts';
import { cut, parseAnswer } from './parse-answer.ts';
import type { Call, Certificate, Reply, Wire } from './wire.ts';

/** An empty protobuf message with its gRPC prefix. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/**
 * Unary gRPC, written on HTTP/2 itself: a status counts only when the server sent one (in trailers, or in the headers of a
 * trailers-only response), never one that a client library makes up for an HTTP error.
 */
export class GrpcWire implements Wire {
  readonly #wire: Http2Wire;

  constructor(wire: Http2Wire) {
    this.#wire = wire;
  }

  get certificate(): Certificate | undefined {
    return this.#wire.certificate;
  }

  get closed(): boolean {
    return this.#wire.closed;
  }

  async ask(send: TrafficSend, call: Call): Promise<Reply> {
    const { service, method, metadata } = send as GrpcSend;
    const pseudo = {
      ':method': 'POST',
      ':path': `/${service}/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
    };
    return grpcReply(await this.#wire.request(call, pseudo, metadata, EMPTY_MESSAGE));
  }

  close(): void {
    this.#wire.close();
  }
}

function grpcReply(response: Http2Response): Reply {
  const { status, headers, error } = response;
  const reply: Reply = { http: { version: '2', status, headers }, ...(error !== undefined && { error }) };
  const fields = new Map([...headers, ...response.trailers].map(([name, value]) => [name.toLowerCase(), value]));
  const code = fields.get('grpc-status');
  if (code === undefined) {
    if (response.body.length > 0) reply.http!.body = cut(response.body.toString('utf8'));
    return reply;
  }
  reply.grpc = {
    code: Number(code),
    name: codeName(Number(code)),
    message: decodeMessage(fields.get('grpc-message') ?? ''),
  };
  // Five bytes of prefix: compression flag and length.
  return { ...reply, ...parseAnswer(response.body.toString('utf8', 5)) };
}

function codeName(code: number): string {
  return grpcStatus[code] ?? `CODE_${code}`;
}

/** grpc-message is percent-encoded UTF-8; a broken one is shown as it came. */
function decodeMessage(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
