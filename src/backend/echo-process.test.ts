import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EchoIdentity, type EchoProcess, startEchoProcess } from './echo-process.ts';
import { backendPorts } from './ports.ts';

const anyPorts = Object.fromEntries(backendPorts.map(({ name }) => [name, 0]));
const identity = (arm: string, name: string, address: string): EchoIdentity => ({
  address,
  namespace: `probe-${arm}`,
  name,
  arm,
  pod: `${name}-${arm}`,
});

let echo: EchoProcess;
beforeAll(async () => {
  echo = await startEchoProcess({ run: 'r1', ports: anyPorts });
  await echo.register([
    identity('t', 'v1', '127.0.0.21'),
    identity('t', 'other/v1', '127.0.0.22'),
    identity('c', 'v1', '127.0.0.23'),
  ]);
});
afterAll(() => echo.stop());

async function get(address: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const response = await fetch(`http://${address}:${echo.ports.http}/`, init ?? {});
  return (await response.json()) as Record<string, unknown>;
}

/** Writes the parts with pauses between them and returns all that comes back within 300 ms after the last. */
async function converse(port: number | undefined, parts: (string | Buffer)[], address = '127.0.0.21'): Promise<string> {
  const socket = connect({ host: address, port: port!, noDelay: true });
  let received = '';
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
  });
  await once(socket, 'connect');
  for (const part of parts) {
    if (!socket.destroyed) socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const ended = socket.readableEnded || socket.destroyed;
  socket.destroy();
  return ended ? `${received}<end>` : received;
}

describe('identities', () => {
  it('answers at each address as the backend that is there', async () => {
    expect(await get('127.0.0.21')).toMatchObject({
      marker: 'gateproof-echo',
      run: 'r1',
      arm: 't',
      backend: 'v1',
      pod: 'v1-t',
    });
    expect(await get('127.0.0.22')).toMatchObject({ arm: 't', backend: 'other/v1' });
    expect(await get('127.0.0.23')).toMatchObject({ arm: 'c', backend: 'v1' });
  });

  it('answers nobody at an address that is not registered, on any TCP port', async () => {
    for (const name of ['http', 'tcp', 'tls']) {
      expect(await converse(echo.ports[name], ['GET / HTTP/1.1\r\nhost: x\r\n\r\n'], '127.0.0.29')).toBe('<end>');
    }
  });

  it('changes the identity of an address, also for connections that are open', async () => {
    await echo.register([identity('t', 'v3', '127.0.0.24')]);
    const socket = connect(echo.ports.tcp!, '127.0.0.24');
    socket.write('a\n');
    expect(String(await once(socket, 'data'))).toContain('"backend":"v3"');
    await echo.register([identity('t', 'v4', '127.0.0.24')]);
    socket.write('b\n');
    expect(String(await once(socket, 'data'))).toContain('"backend":"v4"');
    socket.destroy();
  });

  it('answers with the marks of the other arm while swapped', async () => {
    await echo.swap([['t', 'c']]);
    expect(await get('127.0.0.21')).toMatchObject({ arm: 'c', backend: 'v1', pod: 'v1-c' });
    expect(await get('127.0.0.23')).toMatchObject({ arm: 't', backend: 'v1', pod: 'v1-t' });
    await echo.swap([]);
    expect(await get('127.0.0.21')).toMatchObject({ arm: 't' });
  });

  it('keeps what an address saw, by nonce', async () => {
    await get('127.0.0.21', { method: 'POST', body: 'x', headers: { 'x-gateproof-nonce': 'seen-1', 'x-a': '1' } });
    const seen = await echo.seen('127.0.0.21', 'seen-1');
    expect(seen).toMatchObject([
      { nonce: 'seen-1', protocol: 'http', method: 'POST', path: '/', headers: { 'x-a': ['1'] } },
    ]);
    expect(await echo.seen('127.0.0.23', 'seen-1')).toEqual([]);
  });
});

describe('telling protocols apart', () => {
  it('waits for enough of the HTTP/2 preface, and loses no byte of what came with it', async () => {
    const settings = Buffer.from('000000040000000000', 'hex');
    const ping = Buffer.from('000008060000000000', 'hex');
    const payload = Buffer.from('gproof!!');
    const rest = Buffer.concat([Buffer.from('TP/2.0\r\n\r\nSM\r\n\r\n'), settings, ping, payload.subarray(0, 3)]);
    const received = await converse(echo.ports.h2c, ['PR', 'I * HT', rest, payload.subarray(3)]);
    const pong = Buffer.from('000008060100000000', 'hex').toString('latin1');
    expect(received).toContain(`${pong}gproof!!`);
  });

  it('serves HTTP/1 that begins like the preface, in pieces', async () => {
    const received = await converse(echo.ports.http, ['P', 'R', 'OPFIND /x HTTP/1.1\r\nho', 'st: a\r\n\r\n']);
    expect(received).toContain('"method":"PROPFIND","path":"/x"');
  });

  it('answers pipelined requests and keeps the connection', async () => {
    const request = 'GET /x HTTP/1.1\r\nhost: a\r\n\r\n';
    const received = await converse(echo.ports.http, [request + request, request]);
    expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(received.endsWith('<end>')).toBe(false);
  });

  it('answers a request only when its body is complete', async () => {
    const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nab';
    expect(await converse(echo.ports.http, [head])).toBe('');
    expect(await converse(echo.ports.http, [head, 'cd'])).toContain('200 OK');
  });

  it('refuses an upgrade to anything but WebSocket without falling over', async () => {
    const received = await converse(echo.ports.http, [
      'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
    ]);
    expect(received).toMatch(/HTTP\/1\.1 (200|400)/);
    expect(await get('127.0.0.21')).toMatchObject({ backend: 'v1' });
  });

  it('says nothing on TCP before the client does, and answers every line', async () => {
    expect(await converse(echo.ports.tcp, [])).toBe('');
    const lines = (await converse(echo.ports.tcp, ['one\ntw', 'o\r\n'])).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { nonce: string }).nonce)).toEqual(['one', 'two']);
    expect(await converse(echo.ports.tcp, ['x'.repeat(2000)])).toBe('<end>');
  });
});

describe('the process', () => {
  it('writes its log, stops twice, and says that it is gone', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'echo-'));
    const logFile = join(dir, 'echo.log');
    const own = await startEchoProcess({ run: 'r2', ports: anyPorts, logFile });
    expect(own.certificate).toContain('BEGIN CERTIFICATE');
    await own.stop();
    await own.stop();
    expect(await own.exited).toMatchObject({ code: 0, signal: null });
    await expect(own.seen('127.0.0.1', 'n')).rejects.toMatchObject({ code: 'ECHO_GONE' });
    expect(await readFile(logFile, 'utf8')).toBe('');
    await rm(dir, { recursive: true });
  });

  it('names the port that it cannot have', async () => {
    const taken = createServer().listen(0, '0.0.0.0');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const starting = startEchoProcess({ run: 'r', ports: { ...anyPorts, http: port } });
    await expect(starting).rejects.toMatchObject({
      code: 'ECHO_START',
      message: expect.stringContaining('EADDRINUSE'),
    });
    taken.close();
  });

  it('reports an address that is not local', async () => {
    const elsewhere = identity('t', 'v9', '192.0.2.1');
    await expect(echo.register([elsewhere])).rejects.toMatchObject({
      code: 'ECHO_COMMAND',
      message: expect.stringContaining('192.0.2.1'),
    });
  });

  it('ends when its parent is killed', async () => {
    const module = fileURLToPath(new URL('./echo-process.ts', import.meta.url));
    const script = `import { startEchoProcess } from ${JSON.stringify(module)};
      const echo = await startEchoProcess({ run: 'r', ports: ${JSON.stringify(anyPorts)} });
      await echo.register([{ address: '127.0.0.25', namespace: 'n', name: 'v1', arm: 't', pod: 'p' }]);
      console.log(echo.ports.tcp);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const port = Number(String(line));
    expect(await converse(port, ['n\n'], '127.0.0.25')).toContain('"backend":"v1"');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect
      .poll(() => converse(port, ['n\n'], '127.0.0.25').catch((error: { code: string }) => error.code), {
        timeout: 5_000,
      })
      .toBe('ECONNREFUSED');
  });
});
