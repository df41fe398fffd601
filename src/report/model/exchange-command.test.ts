import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { GrpcSend, HttpSend } from '../../results/exchange.ts';
import type { ArmExchange } from '../../results/schema.ts';
import { arm, httpSend, T } from '../fixture/build-look.ts';
import { exchangeCommand } from './exchange-command.ts';

const run = (command: string) => promisify(execFile)('bash', ['-c', command], { timeout: 20_000 });

const dialled = (port: number): ArmExchange => ({
  rounds: 1,
  settled: [{ observation: { outcome: 'answered', atMs: 1, elapsedMs: 1, dialled: `127.0.0.1:${port}` }, times: 1 }],
});

/** Runs the command of an exchange against a real server and returns what the server saw, and what the command printed. */
async function ask(send: HttpSend): Promise<{ seen: IncomingMessage; body: string; count: number; printed: string }> {
  let seen: IncomingMessage | undefined;
  let body = '';
  let count = 0;
  const server = createServer(async (request, response) => {
    seen = request;
    count++;
    body = '';
    for await (const chunk of request) body += chunk;
    response.end('{"arm":"a1t","backend":"v1"}\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { stdout } = await run(exchangeCommand(send, arm(T, []), dialled((server.address() as AddressInfo).port)));
    return { seen: seen!, body, count, printed: stdout };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('curl sends what the run sent, to the address that the run dialled', async () => {
  const { seen, body } = await ask(
    httpSend("/a/../b?x={1}&y='[z]'", {
      method: 'POST',
      body: "it's & $HOME",
      headers: [
        ['X-Name', "o'neil `id` $(id) \\"],
        ['X-Empty', ''],
      ],
    }),
  );
  expect(seen.method).toBe('POST');
  expect(seen.url).toBe("/a/../b?x={1}&y='[z]'");
  expect(seen.headers.host).toBe('www.a1t.example.com');
  expect(seen.headers['x-name']).toBe("o'neil `id` $(id) \\");
  expect(seen.headers['x-empty']).toBe('');
  expect(body).toBe("it's & $HOME");
});

test('a sampled exchange is asked as often as in the run, and says who answered', async () => {
  const { count, printed } = await ask(httpSend('/', { sample: { count: 7, connections: 'fresh' } }));
  expect(count).toBe(7);
  expect(printed.trim()).toBe('7 "backend":"v1"');
});

test('a server name of its own goes into the URL, the authority into the Host header', () => {
  const send = httpSend('/', { host: 'secure.example.com', scheme: 'https', sni: 'other.example.com' });
  const command = exchangeCommand(send, arm(T, []), dialled(443));
  expect(command).toContain("--header 'Host: secure.a1t.example.com'");
  expect(command).toContain('https://other.a1t.example.com/');
});

test('gRPC is an empty message over HTTP/2', async () => {
  const seen: { path: unknown; authority: unknown; user: unknown; body: Buffer }[] = [];
  const server = createHttp2Server(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { headers } = request;
    seen.push({
      path: headers[':path'],
      authority: headers[':authority'],
      user: headers['x-user'],
      body: Buffer.concat(chunks),
    });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const send: GrpcSend = {
    protocol: 'grpc',
    host: 'grpc.example.com',
    service: 'shop.Cart',
    method: 'Add',
    metadata: [['x-user', "o'neil"]],
  };
  try {
    await run(exchangeCommand(send, arm(T, []), dialled((server.address() as AddressInfo).port)));
  } finally {
    server.close();
  }
  expect(seen).toEqual([
    { path: '/shop.Cart/Add', authority: 'grpc.a1t.example.com', user: "o'neil", body: Buffer.alloc(5) },
  ]);
});

test('status is asked of the object in the namespace of the arm', () => {
  const send = { protocol: 'status' as const, object: 'HTTPRoute/r', condition: 'ResolvedRefs' };
  expect(exchangeCommand(send, arm(T, []), { rounds: 1, settled: [] })).toMatchInlineSnapshot(
    `"kubectl get --namespace gp-a1t httproute.gateway.networking.k8s.io r --output 'jsonpath={.status}' # condition ResolvedRefs"`,
  );
});
