import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEchoCertificate } from '../backend/echo-certificate.ts';
import type { EchoProcess } from '../backend/echo-process.ts';
import { TrafficEngine } from './engine.ts';
import { at, http, RUN, rawServer, startEcho } from './fixtures.ts';

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

describe.each(['1.1', '2'] as const)('HTTP/%s', (version) => {
  it('sends path, authority and repeated headers as they are written', async () => {
    const send = http({
      version,
      path: '/a/../b%2f//c?x=1',
      headers: [
        ['x-a', '1'],
        ['x-b', '2'],
        ['x-a', '3'],
      ],
    });
    const observation = await engine.exchange(send, at(echo.ports.http), { connection: 'fresh' });
    expect(observation).toMatchObject({
      outcome: 'answered',
      connection: 'fresh',
      dialled: `127.0.0.11:${echo.ports.http}`,
      answerer: { marker: 'gateproof-echo', run: RUN, arm: 't', backend: 'v1', pod: 'v1-t', nonce: observation.nonce },
      seen: { protocol: `HTTP/${version}`, method: 'GET', path: '/a/../b%2f//c?x=1', host: 'www.t.example.com' },
      http: { version, status: 200 },
    });
    expect(observation.http?.body).toBeUndefined();
    expect(observation.seen?.headers?.filter(([name]) => name === 'x-a').map(([, value]) => value)).toEqual(['1', '3']);
  });

  it('sends a body and is steered: status, response headers, delay', async () => {
    const headers: [string, string][] = [
      ['x-echo-status', '503'],
      ['x-echo-delay-ms', '120'],
      ['x-echo-set-header', 'x-one: 1'],
      ['x-echo-set-header', 'x-one: 2'],
    ];
    const send = http({ version, method: 'POST', body: 'hello', headers });
    const observation = await engine.exchange(send, at(echo.ports.http), { connection: 'fresh' });
    expect(observation.http?.status).toBe(503);
    expect(observation.http?.headers.filter(([name]) => name === 'x-one')).toEqual([
      ['x-one', '1'],
      ['x-one', '2'],
    ]);
    expect(observation.elapsedMs).toBeGreaterThanOrEqual(115);
    expect(observation.answerer?.backend).toBe('v1');
  });

  it.each([
    ['HEAD', '200'],
    ['GET', '204'],
    ['GET', '304'],
  ])('knows who answered %s with %s, which has no body', async (method, status) => {
    const send = http({ version, method, headers: [['x-echo-status', status]] });
    const observation = await engine.exchange(send, at(echo.ports.http), { connection: 'fresh' });
    expect(observation).toMatchObject({ http: { status: Number(status) }, answerer: { nonce: observation.nonce } });
  });

  it('is silent at its limit, and closes the connection', async () => {
    const send = http({ version, headers: [['x-echo-delay-ms', '1500']], timeoutMs: 150 });
    const first = await engine.exchange(send, at(echo.ports.http), { connection: 'kept', key: 'slow' });
    expect(first).toMatchObject({ outcome: 'silent', error: { code: 'SILENT' } });
    expect(first.elapsedMs).toBeLessThan(1000);
    const next = await engine.exchange(http({ version }), at(echo.ports.http), { connection: 'kept', key: 'slow' });
    expect(next.outcome).toBe('answered');
    expect(next.connectionId).not.toBe(first.connectionId);
  });

  it('keeps connections by key, and opens fresh ones', async () => {
    const ask = (connection: 'fresh' | 'kept', key: string) =>
      engine.exchange(http({ version }), at(echo.ports.http), { connection, key });
    const first = await ask('kept', 't');
    const again = await ask('kept', 't');
    const other = await ask('kept', 'c');
    const fresh = await ask('fresh', 't');
    expect(again.connectionId).toBe(first.connectionId);
    expect(new Set([first, other, fresh].map(({ connectionId }) => connectionId)).size).toBe(3);
    engine.release('t');
    expect((await ask('kept', 't')).connectionId).not.toBe(first.connectionId);
    expect((await ask('kept', 'c')).connectionId).toBe(other.connectionId);
  });

  it('gives concurrent requests connections of their own', async () => {
    const ask = () => engine.exchange(http({ version }), at(echo.ports.http), { connection: 'kept', key: 'many' });
    const observations = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(observations.map(({ connectionId }) => connectionId)).size).toBe(3);
  });

  it('sees a server that accepts and says nothing, one that closes and one that resets', async () => {
    const send = http({ version, timeoutMs: 200 });
    const ask = async (serve: Parameters<typeof rawServer>[0]) =>
      (await engine.exchange(send, await raw(serve), { connection: 'fresh' })).outcome;
    expect(await ask(() => {})).toBe('silent');
    expect(await ask((socket) => socket.once('data', () => socket.end()))).toBe('refused');
    expect(await ask((socket) => socket.once('data', () => socket.resetAndDestroy()))).toBe('refused');
    expect(await ask((socket) => socket.once('data', () => socket.end('no such protocol\r\n\r\n')))).toBe('refused');
  });

  it('sees a refused connection', async () => {
    const { target, close } = await rawServer(() => {});
    close();
    const observation = await engine.exchange(http({ version }), target, { connection: 'fresh' });
    expect(observation).toMatchObject({ outcome: 'refused', error: { code: 'ECONNREFUSED' } });
    expect(observation.connectionId).toBeUndefined();
  });
});

describe('HTTP/1.1 answers that are not the echo program’s', () => {
  const answer = (text: string) => raw((socket) => socket.once('data', () => socket.end(text)));

  it('keeps status, raw headers and 512 bytes of the body', async () => {
    const target = await answer(
      `HTTP/1.1 404 Not Found\r\nX-A: 1\r\nx-a: 2\r\ncontent-length: 600\r\n\r\n${'é'.repeat(300)}`,
    );
    const observation = await engine.exchange(http(), target, { connection: 'fresh' });
    expect(observation).toMatchObject({ outcome: 'answered', http: { status: 404 } });
    expect(observation.http?.headers).toEqual([
      ['X-A', '1'],
      ['x-a', '2'],
      ['content-length', '600'],
    ]);
    expect(observation.http?.body).toBe('é'.repeat(256));
    expect(observation.answerer).toBeUndefined();
  });

  it('takes no JSON with another marker for a backend', async () => {
    const body = JSON.stringify({ marker: 'other', run: RUN, arm: 't', backend: 'v1', pod: 'p', nonce: 'n' });
    const target = await answer(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const observation = await engine.exchange(http(), target, { connection: 'fresh' });
    expect(observation.answerer).toBeUndefined();
    expect(observation.http?.body).toBe(body);
  });

  it('is answered, with the error, when the connection breaks in the middle of the body', async () => {
    const target = await raw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf');
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
    );
    const observation = await engine.exchange(http(), target, { connection: 'kept' });
    expect(observation).toMatchObject({ outcome: 'answered', http: { status: 200, body: 'half' } });
    expect(observation.error?.code).toBe('ECONNRESET');
  });

  it('is refused when the connection breaks in the middle of the headers', async () => {
    const target = await raw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nx-a: ');
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
    );
    const observation = await engine.exchange(http(), target, { connection: 'fresh' });
    expect(observation).toMatchObject({ outcome: 'refused', error: { code: 'ECONNRESET' } });
  });

  it('reopens a kept connection that the server closed meanwhile', async () => {
    let connections = 0;
    const target = await raw((socket) => {
      connections += 1;
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    });
    const first = await engine.exchange(http(), target, { connection: 'kept' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await engine.exchange(http(), target, { connection: 'kept' });
    expect([first.outcome, second.outcome, connections]).toEqual(['answered', 'answered', 2]);
    expect(second.connectionId).toBeGreaterThan(first.connectionId!);
  });
});

describe('HTTP over TLS', () => {
  async function secureServer() {
    const { certificate, key } = await createEchoCertificate();
    const seen: { sni: string; authority: string; version: string }[] = [];
    const server = createSecureServer({ cert: certificate, key, allowHTTP1: true }, (request, response) => {
      const { servername } = request.socket as unknown as { servername: string };
      seen.push({
        sni: servername,
        authority: request.authority || request.headers.host!,
        version: request.httpVersion,
      });
      response.end('secure');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return { seen, target: { host: '127.0.0.1', port, authority: 'www.t.example.com' } };
  }

  it.each([
    ['1.1', '1.1'],
    ['2', '2.0'],
  ] as const)('HTTP/%s keeps server name and authority apart and records the certificate', async (version, asSeen) => {
    const { seen, target } = await secureServer();
    const send = http({ version, scheme: 'https' });
    const apart = await engine.exchange(send, { ...target, sni: 'other.t.example.com' }, { connection: 'fresh' });
    const same = await engine.exchange(
      send,
      { ...target, authority: 'www.t.example.com:8443' },
      { connection: 'fresh' },
    );
    expect(seen).toEqual([
      { sni: 'other.t.example.com', authority: 'www.t.example.com', version: asSeen },
      { sni: 'www.t.example.com', authority: 'www.t.example.com:8443', version: asSeen },
    ]);
    for (const observation of [apart, same]) {
      expect(observation).toMatchObject({ outcome: 'answered', http: { version, status: 200, body: 'secure' } });
      expect(observation.certificate?.names).toEqual(['backend.gateproof.invalid']);
      expect(observation.certificate?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('is refused where the server does not negotiate HTTP/2', async () => {
    const observation = await engine.exchange(http({ version: '2', scheme: 'https' }), at(echo.ports.tls), {
      connection: 'fresh',
    });
    expect(observation).toMatchObject({ outcome: 'refused', error: { code: 'ALPN' } });
  });

  it('reaches HTTP behind the TLS port of the echo program', async () => {
    const target = { ...at(echo.ports.tls), sni: 'pass.t.example.com' };
    const observation = await engine.exchange(http({ scheme: 'https' }), target, { connection: 'fresh' });
    expect(observation.seen).toMatchObject({ protocol: 'HTTP/1.1', tls: { sni: 'pass.t.example.com' } });
  });
});

describe('faults', () => {
  it('is a fault, not a refusal, when the run is interrupted or the exchange cannot be sent', async () => {
    const abort = new AbortController();
    const send = http({ headers: [['x-echo-delay-ms', '1000']] });
    const asked = engine.exchange(send, at(echo.ports.http), { connection: 'fresh', signal: abort.signal });
    abort.abort();
    expect((await asked).outcome).toBe('fault');
    const invalid = await engine.exchange(http({ path: 'no-slash' }), at(echo.ports.http), { connection: 'fresh' });
    expect(invalid).toMatchObject({ outcome: 'fault', error: { code: 'UND_ERR_INVALID_ARG' } });
  });

  it('ends exchanges under way as faults when the engine is closed', async () => {
    const own = new TrafficEngine({ run: RUN });
    const send = (version: '1.1' | '2') => http({ version, headers: [['x-echo-delay-ms', '1000']] });
    const asked = (['1.1', '2'] as const).map((version) =>
      own.exchange(send(version), at(echo.ports.http), { connection: 'kept' }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await own.close();
    expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(['fault', 'fault']);
  });

  it('reads an answer that came in time, though this process was busy until after the limit', async () => {
    const send = http({ headers: [['x-echo-delay-ms', '50']], timeoutMs: 150 });
    const asked = engine.exchange(send, at(echo.ports.http), { connection: 'fresh' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    // From here the event loop comes to its timers before it reads from sockets.
    await new Promise((resolve) => setImmediate(resolve));
    const busyUntil = performance.now() + 300;
    while (performance.now() < busyUntil);
    expect((await asked).outcome).toBe('answered');
  });

  it('is a fault when interrupted in the middle of an answer, and an answer when that only takes too long', async () => {
    const half = () =>
      raw((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')));
    const abort = new AbortController();
    const asked = engine.exchange(http(), await half(), { connection: 'fresh', signal: abort.signal });
    setTimeout(() => abort.abort(), 60);
    expect((await asked).outcome).toBe('fault');
    const slow = await engine.exchange(http({ timeoutMs: 100 }), await half(), { connection: 'fresh' });
    expect(slow).toMatchObject({ outcome: 'answered', http: { body: 'half' }, error: { code: 'SILENT' } });
  });

  it('uses the clock of the run for the time of an observation', async () => {
    const own = new TrafficEngine({ run: RUN, clock: { now: () => 4711 } });
    const observation = await own.exchange(http(), at(echo.ports.http), { connection: 'fresh' });
    expect(observation.atMs).toBe(4711);
    expect(observation.elapsedMs).toBeGreaterThan(0);
    await own.close();
  });
});
