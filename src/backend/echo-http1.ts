import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { ANSWER_HEADER } from '../results/echo-headers.ts';
import type { Seen } from '../results/observation.ts';
import { echoAnswer, localAddress } from './echo-answer.ts';
import type { EchoRegistry } from './echo-registry.ts';
import { afterDelay, headersByName, readEchoRequest } from './echo-request.ts';

/** HTTP/1.1 and WebSocket; never listens itself, connections are handed to it. */
export function createHttp1(registry: EchoRegistry): Server {
  // Proxies keep their upstream connections: a server that closes first would be a reset in someone's sample.
  const options: ServerOptions = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: 65_536 };
  const server = createServer({ ...options, shouldUpgradeCallback: isWebSocket });
  server.on('request', (request, response) => answer(registry, request, response));

  const websockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!isWebSocket(request)) return void socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    upgrade(registry, websockets, request, socket, head);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}

function isWebSocket(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

function answer(registry: EchoRegistry, message: IncomingMessage, response: ServerResponse): void {
  const address = localAddress(message.socket);
  const marks = registry.marks(address);
  if (marks === undefined) return void message.socket.destroy();

  const request = readEchoRequest(message.rawHeaders);
  const seen = request.brief ? undefined : seenHttp1(message, request.headers);
  record(registry, address, 'http', request.nonce, seen);
  const reply = () => {
    const body = echoAnswer(marks, request.nonce, seen);
    const headers = ['content-type', 'application/json'];
    if (message.method === 'HEAD' || request.status === 204 || request.status === 304)
      headers.push(ANSWER_HEADER, body);
    else headers.push('content-length', String(Buffer.byteLength(body)));
    for (const [name, value] of request.setHeaders) headers.push(name, value);
    response.writeHead(request.status, headers);
    response.end(body);
  };
  if (message.headers['content-length'] === undefined && message.headers['transfer-encoding'] === undefined) {
    afterDelay(request.delayMs, reply);
    return;
  }
  // An answer before the whole body has arrived makes some proxies reset the connection.
  message.on('end', () => afterDelay(request.delayMs, reply));
  message.resume();
}

function upgrade(
  registry: EchoRegistry,
  server: WebSocketServer,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) {
  const address = localAddress(message.socket);
  const marks = registry.marks(address);
  if (marks === undefined) return void socket.destroy();
  const { nonce, headers } = readEchoRequest(message.rawHeaders);
  const seen = seenHttp1(message, headers);
  record(registry, address, 'websocket', nonce, seen);
  server.handleUpgrade(message, socket, head, (websocket) => {
    websocket.on('error', () => websocket.terminate());
    websocket.on('message', (data, isBinary) => websocket.send(data, { binary: isBinary }));
    websocket.send(echoAnswer(marks, nonce, seen));
  });
}

function seenHttp1(message: IncomingMessage, headers: [string, string][]): Seen {
  const seen: Seen = { protocol: `HTTP/${message.httpVersion}`, method: message.method ?? '', path: message.url ?? '' };
  if (message.headers.host !== undefined) seen.host = message.headers.host;
  seen.headers = headers;
  const { servername, encrypted } = message.socket as Partial<TLSSocket>;
  if (encrypted) seen.tls = { sni: servername || '' };
  return seen;
}

/** Keeps what an HTTP backend saw; brief requests leave only their nonce and time. */
export function record(
  registry: EchoRegistry,
  address: string,
  protocol: 'http' | 'h2c' | 'grpc' | 'websocket',
  nonce: string,
  seen: Seen | undefined,
): void {
  const { method, path, host, headers } = seen ?? {};
  registry.record(address, {
    nonce,
    protocol,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(headers !== undefined && { headers: headersByName(headers) }),
    atMs: performance.now(),
  });
}
