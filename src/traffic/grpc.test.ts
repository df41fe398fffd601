import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { EchoProcess } from '../backend/echo-process.ts';
import type { GrpcSend } from '../results/exchange.ts';
import { TrafficEngine } from './engine.ts';
import { at, RUN, startEcho } from './fixtures.ts';

let echo: EchoProcess;
let engine: TrafficEngine;
const cleanups: (() => void)[] = [];
const send: GrpcSend = {
  protocol: 'grpc',
  host: 'x',
  service: 'shop.Cart',
  method: 'Add',
  metadata: [
    ['x-a', '1'],
    ['x-a', '2'],
  ],
};

beforeAll(async () => {
  echo = await startEcho();
  engine = new TrafficEngine({ run: RUN });
});
afterAll(async () => {
  await engine.close();
  await echo.stop();
});
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function askServer(answer: (stream: ServerHttp2Stream) => void) {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    answer(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return engine.exchange(send, { host: '127.0.0.1', port, authority: 'www.t.example.com' }, { connection: 'fresh' });
}

it('calls any service and method of a backend', async () => {
  const observation = await engine.exchange(send, at(echo.ports.grpc), { connection: 'fresh' });
  expect(observation).toMatchObject({
    outcome: 'answered',
    grpc: { code: 0, name: 'OK', message: '' },
    answerer: { backend: 'v1', arm: 't', nonce: observation.nonce },
    seen: { protocol: 'HTTP/2', method: 'POST', path: '/shop.Cart/Add', host: 'www.t.example.com' },
  });
  expect(observation.seen?.headers).toEqual(
    expect.arrayContaining([
      ['x-a', '1'],
      ['x-a', '2'],
    ]),
  );
  expect(await echo.seen('127.0.0.11', observation.nonce!)).toMatchObject([
    { protocol: 'grpc', path: '/shop.Cart/Add' },
  ]);
});

it('sees a status that comes in the headers of a trailers-only response', async () => {
  const observation = await askServer((stream) => {
    const status = { 'grpc-status': '12', 'grpc-message': 'no such m%C3%A9thod 100%' };
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
  });
  expect(observation).toMatchObject({
    outcome: 'answered',
    grpc: { code: 12, name: 'UNIMPLEMENTED', message: 'no such m%C3%A9thod 100%' },
  });
  expect(observation.answerer).toBeUndefined();
});

it('decodes the message of a status in trailers', async () => {
  const observation = await askServer((stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '14', 'grpc-message': 'caf%C3%A9' }));
    stream.end();
  });
  expect(observation.grpc).toEqual({ code: 14, name: 'UNAVAILABLE', message: 'café' });
});

it('makes no gRPC code of an HTTP error', async () => {
  const observation = await askServer((stream) => {
    stream.respond({ ':status': 404, 'content-type': 'text/plain' });
    stream.end('nothing here');
  });
  expect(observation).toMatchObject({ outcome: 'answered', http: { version: '2', status: 404, body: 'nothing here' } });
  expect(observation.grpc).toBeUndefined();
});

it('is refused by a stream reset and by a server that speaks HTTP/1 only', async () => {
  const reset = await askServer((stream) => stream.close(7));
  expect(reset.outcome).toBe('refused');
  expect(reset.error?.code).toBe('ERR_HTTP2_STREAM_ERROR');
  const tls = await engine.exchange(send, at(echo.ports.tls), { connection: 'fresh' });
  expect(tls.outcome).toBe('refused');
});
