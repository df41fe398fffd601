import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEchoCertificate } from '../backend/echo-certificate.ts';
import type { EchoProcess } from '../backend/echo-process.ts';
import type { TlsSend, WebsocketSend } from '../results/exchange.ts';
import { TrafficEngine } from './engine.ts';
import { at, RUN, rawServer, startEcho } from './fixtures.ts';

let echo: EchoProcess;
let engine: TrafficEngine;
const cleanups: (() => void)[] = [];

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

async function raw(serve: Parameters<typeof rawServer>[0]) {
  const { target, close } = await rawServer(serve);
  cleanups.push(close);
  return target;
}

describe('TCP', () => {
  const send = { protocol: 'tcp' } as const;

  it('knows who answered, and keeps its connection', async () => {
    const first = await engine.exchange(send, at(echo.ports.tcp), { connection: 'kept' });
    const second = await engine.exchange(send, at(echo.ports.tcp), { connection: 'kept' });
    expect(second).toMatchObject({
      outcome: 'answered',
      answerer: { backend: 'v1', nonce: second.nonce },
      seen: { protocol: 'tcp' },
    });
    expect(second.nonce).not.toBe(first.nonce);
    expect(second.connectionId).toBe(first.connectionId);
  });

  it('tells silence, closing, reset and refusal apart from an answer', async () => {
    const ask = async (target: Parameters<typeof engine.exchange>[1]) =>
      engine.exchange(send, target, { connection: 'fresh', limitMs: 200 });
    expect((await ask(await raw(() => {}))).outcome).toBe('silent');
    expect((await ask(await raw((socket) => socket.end()))).outcome).toBe('refused');
    expect((await ask(await raw((socket) => socket.resetAndDestroy()))).outcome).toBe('refused');
    expect((await ask({ ...at(1), port: 1 })).error?.code).toBe('ECONNREFUSED');
    expect(await ask(await raw((socket) => socket.end('SSH-2.0-x\r\n')))).toMatchObject({
      outcome: 'answered',
      message: 'SSH-2.0-x\r',
    });
  });

  it('joins an answer that comes in pieces', async () => {
    const answer = JSON.stringify({
      marker: 'gateproof-echo',
      run: 'r',
      arm: 'a',
      backend: 'v1',
      pod: 'p',
      nonce: 'n',
    });
    const target = await raw((socket) => {
      socket.write(answer.slice(0, 20));
      setTimeout(() => socket.write(`${answer.slice(20)}\n`), 30);
    });
    const observation = await engine.exchange(send, target, { connection: 'fresh' });
    expect(observation.answerer).toMatchObject({ run: 'r', arm: 'a', nonce: 'n' });
  });
});

describe('TLS', () => {
  const send: TlsSend = { protocol: 'tls', sni: 'pass.example.com' };

  it('passes the server name, and records the certificate and where TLS ended', async () => {
    const target = { ...at(echo.ports.tls), sni: 'pass.t.example.com' };
    const observation = await engine.exchange(send, target, { connection: 'fresh' });
    expect(observation).toMatchObject({
      outcome: 'answered',
      answerer: { backend: 'v1', nonce: observation.nonce },
      seen: { protocol: 'tcp', tls: { sni: 'pass.t.example.com' } },
      certificate: { names: ['backend.gateproof.invalid'] },
    });
  });

  it('is refused by an alert during the handshake', async () => {
    const { certificate, key } = await createEchoCertificate();
    const server = createServer({
      cert: certificate,
      key,
      SNICallback: (_name, done) => done(new Error('unknown name')),
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, authority: 'a.example.com' };
    expect((await engine.exchange(send, target, { connection: 'fresh' })).outcome).toBe('refused');
  });

  it('is refused by an alert after the handshake, when a client certificate is missing', async () => {
    const { certificate, key } = await createEchoCertificate();
    const server = createServer({
      cert: certificate,
      key,
      ca: certificate,
      requestCert: true,
      rejectUnauthorized: true,
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, authority: 'a.example.com' };
    const observation = await engine.exchange(send, target, { connection: 'fresh' });
    expect(observation.outcome).toBe('refused');
    expect(observation.error?.code).toMatch(/^(ERR_SSL_|ECONNRESET|CLOSED)/);
  });

  it('is refused by a server that answers in plain text', async () => {
    const target = await raw((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const observation = await engine.exchange(send, target, { connection: 'fresh' });
    expect(observation).toMatchObject({ outcome: 'refused', error: { code: expect.stringMatching(/^ERR_SSL_/) } });
  });
});

describe('UDP', () => {
  const send = { protocol: 'udp' } as const;

  it('knows who answered, from the address that was asked', async () => {
    const first = await engine.exchange(send, at(echo.ports.udp, '127.0.0.12'), { connection: 'fresh' });
    expect(first).toMatchObject({
      outcome: 'answered',
      answerer: { backend: 'v2', nonce: first.nonce },
      seen: { protocol: 'udp' },
    });
  });

  it('is refused where no one listens, and silent after a second where no one answers', async () => {
    const refused = await engine.exchange(send, at(1), { connection: 'fresh' });
    expect(refused).toMatchObject({ outcome: 'refused', error: { code: 'ECONNREFUSED' } });
    const mute = createSocket('udp4');
    mute.bind(0, '127.0.0.1');
    await once(mute, 'listening');
    cleanups.push(() => mute.close());
    const silent = await engine.exchange(send, at(mute.address().port, '127.0.0.1'), { connection: 'fresh' });
    expect(silent.outcome).toBe('silent');
    expect(silent.elapsedMs).toBeGreaterThan(950);
    expect(silent.elapsedMs).toBeLessThan(1500);
  });
});

describe('WebSocket', () => {
  const send: WebsocketSend = { protocol: 'websocket', host: 'www.example.com', path: '/chat?x=1', message: 'hello' };

  it('knows who upgraded, and gets its message back', async () => {
    const observation = await engine.exchange(send, at(echo.ports.ws), { connection: 'fresh' });
    expect(observation).toMatchObject({
      outcome: 'answered',
      message: 'hello',
      answerer: { backend: 'v1', arm: 't', nonce: observation.nonce },
      seen: { method: 'GET', path: '/chat?x=1', host: 'www.t.example.com' },
    });
    expect(await echo.seen('127.0.0.11', observation.nonce!)).toMatchObject([{ protocol: 'websocket' }]);
  });

  it('observes a plain HTTP answer to the upgrade', async () => {
    const target = await raw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno')),
    );
    const observation = await engine.exchange(send, target, { connection: 'fresh' });
    expect(observation).toMatchObject({ outcome: 'answered', http: { status: 404, body: 'no' } });
  });

  it('is refused by a broken handshake or a closed connection, and silent without any', async () => {
    const ask = async (serve: Parameters<typeof rawServer>[0]) =>
      (await engine.exchange(send, await raw(serve), { connection: 'fresh', limitMs: 200 })).outcome;
    const broken =
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: no\r\n\r\n';
    expect(await ask((socket) => socket.once('data', () => socket.end(broken)))).toBe('refused');
    expect(await ask((socket) => socket.once('data', () => socket.end()))).toBe('refused');
    expect(await ask(() => {})).toBe('silent');
  });
});
