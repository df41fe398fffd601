import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { localAddress } from './echo-answer.ts';
import { createEchoCertificate } from './echo-certificate.ts';
import { createHttp1 } from './echo-http1.ts';
import { createHttp2 } from './echo-http2.ts';
import { serveLines } from './echo-lines.ts';
import type { EchoReplyMessage, EchoRequestMessage, EchoSettings } from './echo-messages.ts';
import { EchoRegistry } from './echo-registry.ts';
import { EchoUdp, freeUdpPort } from './echo-udp.ts';
import { handOver, startsHttp1, startsHttp2 } from './hand-over.ts';

/** Main module of the echo program, started by `startEchoProcess`: speaks IPC with its parent and dies with it. */

type Serve = (socket: Socket) => void;

function send(message: EchoReplyMessage): void {
  process.send?.(message, () => {});
}

async function main(settings: EchoSettings): Promise<void> {
  const registry = new EchoRegistry(settings.run);
  const { certificate, key } = await createEchoCertificate();
  const serve = createProtocols(registry, certificate, key);
  const udp = new EchoUdp(registry, settings.ports.udp || (await freeUdpPort()));
  const ports: Record<string, number> = { udp: udp.port };
  for (const name of Object.keys(settings.ports)) {
    if (name === 'udp') continue;
    ports[name] = await listen(registry, settings, name, serve[name as keyof typeof serve] ?? serve.http);
  }
  process.on('message', (message: EchoRequestMessage) => void handle(registry, udp, message));
  send({ kind: 'ready', ports, certificate });
}

function createProtocols(registry: EchoRegistry, cert: string, key: string): Record<'http' | 'tcp' | 'tls', Serve> {
  const http1 = createHttp1(registry);
  const http2 = createHttp2(registry);
  const toHttp1: Serve = (socket) => void http1.emit('connection', socket);
  const toHttp2: Serve = (socket) => void http2.emit('connection', socket);
  const toLines: Serve = (socket) => serveLines(registry, socket);
  const tls = createTlsServer({ cert, key }, (socket) => {
    socket.on('error', () => socket.destroy());
    handOver(socket, (head) => (startsHttp1(head) ? toHttp1 : toLines));
  });
  tls.on('tlsClientError', (_error, socket) => socket.destroy());
  return {
    http: (socket) =>
      handOver(socket, (head) => {
        const isHttp2 = startsHttp2(head);
        if (isHttp2 === undefined) return undefined;
        return isHttp2 ? toHttp2 : toHttp1;
      }),
    tcp: toLines,
    tls: (socket) => void tls.emit('connection', socket),
  };
}

async function listen(registry: EchoRegistry, settings: EchoSettings, name: string, serve: Serve): Promise<number> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (registry.marks(localAddress(socket)) === undefined) socket.destroy();
    else serve(socket);
  });
  server.listen({ port: settings.ports[name] ?? 0, host: settings.listenHost, backlog: 4096 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function handle(registry: EchoRegistry, udp: EchoUdp, message: EchoRequestMessage): Promise<void> {
  try {
    if (message.do === 'seen') {
      return send({ kind: 'reply', id: message.id, seen: registry.seen(message.address, message.nonce) });
    }
    if (message.do === 'swap') registry.swap(message.pairs);
    else {
      await udp.listen(message.identities.map((identity) => identity.address));
      registry.register(message.identities);
    }
    send({ kind: 'reply', id: message.id });
  } catch (error) {
    send({ kind: 'reply', id: message.id, error: error instanceof Error ? error.message : String(error) });
  }
}

// A terminal's Ctrl-C reaches the whole process group; the parent decides when the backends go.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
main(JSON.parse(process.env.GATEPROOF_ECHO ?? '{}') as EchoSettings).catch((error: unknown) => {
  send({ kind: 'failed', error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
