import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Seen } from '../results/observation.ts';
import { echoAnswer, localAddress } from './echo-answer.ts';
import type { EchoRegistry } from './echo-registry.ts';

const LINE_LIMIT = 1024;

/** The line protocol of the TCP and TLS ports: each line is a nonce, each answer one line of JSON. */
export function serveLines(registry: EchoRegistry, socket: Socket): void {
  const address = localAddress(socket);
  const tls = socket instanceof TLSSocket;
  const seen: Seen = tls ? { protocol: 'tcp', tls: { sni: socket.servername || '' } } : { protocol: 'tcp' };
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: unknown) => {
    const lines = (pending + String(text)).split('\n');
    pending = lines.pop() ?? '';
    if (pending.length > LINE_LIMIT) return void socket.destroy();
    for (const line of lines) {
      const nonce = line.trimEnd();
      const marks = registry.marks(address);
      if (marks === undefined) return void socket.destroy();
      registry.record(address, { nonce, protocol: tls ? 'tls' : 'tcp', atMs: performance.now() });
      socket.write(`${echoAnswer(marks, nonce, seen)}\n`);
    }
  });
  socket.on('end', () => socket.end());
}
