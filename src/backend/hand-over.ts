import type { Socket } from 'node:net';

/** What the first bytes of a connection lead to; undefined: too few bytes to say. */
export type Choose = (head: Buffer) => ((socket: Socket) => void) | undefined;

/** Reads until `choose` knows the protocol, then hands the socket over with every byte still to be read. */
export function handOver(socket: Socket, choose: Choose): void {
  let head: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const serve = choose(head);
    if (serve === undefined) return;
    socket.off('data', onData);
    socket.off('end', onEnd);
    socket.pause();
    socket.unshift(head);
    serve(socket);
    // node:http2 reads the buffered bytes itself on the next tick and then owns the handle; resuming after that is harmless.
    process.nextTick(() => socket.resume());
  };
  const onEnd = () => socket.end();
  socket.on('data', onData);
  socket.on('end', onEnd);
}

const PREFACE = 'PRI * HTTP/2.0';

/** Whether the bytes open HTTP/2 with prior knowledge; undefined while they may still become its preface. */
export function startsHttp2(head: Buffer): boolean | undefined {
  const start = head.toString('latin1', 0, PREFACE.length);
  if (start === PREFACE) return true;
  return PREFACE.startsWith(start) ? undefined : false;
}

/** Whether the bytes open an HTTP/1 request; a nonce of the line protocol never does. */
export function startsHttp1(head: Buffer): boolean {
  return /^[A-Z]{3,10} [/*h]/.test(head.toString('latin1', 0, 16));
}
