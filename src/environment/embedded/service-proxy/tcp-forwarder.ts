import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Target } from './endpoint-table.ts';

/** Passes TCP connections on to a target that is chosen for each: half-closes and resets of either side reach the other as they are. */
export function forwardTcp(address: string, port: number, choose: () => Target | undefined): Server {
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => {
    const target = choose();
    if (!target) return void client.resetAndDestroy();
    const backend = connect({ host: target.address, port: target.port, allowHalfOpen: true, noDelay: true });
    join(client, backend);
    join(backend, client);
    client.resume();
  });
  server.listen({ host: address, port, backlog: 1024 });
  return server;
}

function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => {
    // A refused, reset or broken side: the other one must not take it for a proper end.
    if (!to.destroyed) to.resetAndDestroy();
  });
  from.on('close', () => {
    if (!to.destroyed && !to.writableEnded) to.end();
  });
}
