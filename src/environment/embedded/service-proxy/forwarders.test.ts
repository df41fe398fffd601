import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { forwardTcp } from './tcp-forwarder.ts';
import { forwardUdp } from './udp-forwarder.ts';

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const listener of open.splice(0)) listener.close();
});

async function listening<T extends { close(): unknown }>(listener: T): Promise<T> {
  open.push(listener);
  await once(listener as unknown as NodeJS.EventEmitter, 'listening');
  return listener;
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

test('passes bytes and half-closes on: the backend answers after the end of the request', async () => {
  const backend = await listening(
    createServer({ allowHalfOpen: true }, (socket) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
      socket.on('end', () => socket.end(`heard ${text}`));
    }).listen(0, '127.0.0.1'),
  );
  const forwarder = await listening(
    forwardTcp('127.0.0.1', 0, () => ({ address: '127.0.0.1', port: portOf(backend) })),
  );
  const client = connect({ port: portOf(forwarder), host: '127.0.0.1', allowHalfOpen: true });
  client.end('all of it');
  const chunks = await client.toArray();
  expect(Buffer.concat(chunks).toString()).toBe('heard all of it');
});

test.each([
  ['the backend resets', 'reset'],
  ['the backend refuses', 'refused'],
  ['there is no backend', 'none'],
])('the client sees a reset when %s', async (_title, how) => {
  const backend = await listening(createServer((socket) => void socket.resetAndDestroy()).listen(0, '127.0.0.1'));
  const port = portOf(backend);
  if (how === 'refused') {
    backend.close();
    await once(backend, 'close');
  }
  const forwarder = await listening(
    forwardTcp('127.0.0.1', 0, () => (how === 'none' ? undefined : { address: '127.0.0.1', port })),
  );
  const client = connect({ port: portOf(forwarder), host: '127.0.0.1' });
  const [error] = (await once(client, 'error').catch((reason) => [reason])) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
});

test('datagrams of two clients find their way back', async () => {
  const backend = createSocket('udp4');
  backend.on('message', (message, from) => backend.send(`heard ${message}`, from.port, from.address));
  backend.bind(0, '127.0.0.1');
  await listening(backend);
  const forwarder = await listening(
    forwardUdp('127.0.0.1', 0, () => ({ address: '127.0.0.1', port: backend.address().port })),
  );
  const ask = async (text: string) => {
    const client = createSocket('udp4');
    open.push(client);
    client.send(text, forwarder.address().port, '127.0.0.1');
    const [answer] = await once(client, 'message');
    return String(answer);
  };
  expect(await Promise.all([ask('one'), ask('two')])).toEqual(['heard one', 'heard two']);
});
