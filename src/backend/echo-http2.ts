import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { ANSWER_HEADER } from '../results/echo-headers.ts';
import type { Seen } from '../results/observation.ts';
import { echoAnswer, localAddress } from './echo-answer.ts';
import { record } from './echo-http1.ts';
import type { EchoRegistry } from './echo-registry.ts';
import { afterDelay, type EchoRequest, readEchoRequest } from './echo-request.ts';

/** HTTP/2 with prior knowledge, and gRPC (any service and method) on it; never listens itself. */
export function createHttp2(registry: EchoRegistry): Http2Server {
  const server = createServer();
  server.on('stream', (stream, headers, _flags, rawHeaders) => {
    stream.on('error', () => stream.close());
    answer(registry, stream, headers, rawHeaders);
  });
  server.on('sessionError', () => {});
  return server;
}

function answer(registry: EchoRegistry, stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: string[]) {
  const address = localAddress(stream.session?.socket ?? {});
  const marks = registry.marks(address);
  if (marks === undefined) return void stream.session?.destroy();

  const request = readEchoRequest(rawHeaders);
  const seen = request.brief ? undefined : seenHttp2(headers, request.headers);
  const isGrpc = headers['content-type']?.startsWith('application/grpc') === true;
  record(registry, address, isGrpc ? 'grpc' : 'h2c', request.nonce, seen);
  const body = echoAnswer(marks, request.nonce, seen);
  const reply = () => {
    if (stream.destroyed) return;
    if (isGrpc) replyGrpc(stream, body, request);
    else replyHttp(stream, body, request, headers[':method'] === 'HEAD');
  };
  stream.on('end', () => afterDelay(request.delayMs, reply));
  stream.resume();
}

function replyHttp(stream: ServerHttp2Stream, body: string, request: EchoRequest, isHead: boolean): void {
  const bodiless = isHead || request.status === 204 || request.status === 304;
  const headers: Record<string, string | number | string[]> = {
    ':status': request.status,
    'content-type': 'application/json',
  };
  if (bodiless) headers[ANSWER_HEADER] = body;
  addHeaders(headers, request.setHeaders);
  stream.respond(headers, { endStream: bodiless });
  if (!bodiless) stream.end(body);
}

/** One message, then the status in trailers: the usual form, never trailers-only. */
function replyGrpc(stream: ServerHttp2Stream, body: string, request: EchoRequest): void {
  const headers: Record<string, string | number | string[]> = { ':status': 200, 'content-type': 'application/grpc' };
  addHeaders(headers, request.setHeaders);
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const message = Buffer.from(body);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

function addHeaders(headers: Record<string, string | number | string[]>, added: [string, string][]): void {
  for (const [rawName, value] of added) {
    const name = rawName.toLowerCase();
    const known = headers[name];
    headers[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [String(known)]), value];
  }
}

function seenHttp2(headers: IncomingHttpHeaders, pairs: [string, string][]): Seen {
  const seen: Seen = { protocol: 'HTTP/2', method: headers[':method'] ?? '', path: headers[':path'] ?? '' };
  const host = headers[':authority'] ?? headers.host;
  if (host !== undefined) seen.host = host;
  seen.headers = pairs;
  return seen;
}
