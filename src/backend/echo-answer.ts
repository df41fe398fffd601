import type { Seen } from '../results/observation.ts';

/** Completes the marks of a backend to the JSON text that it answers; without `seen` the answer is brief. */
export function echoAnswer(marks: string, nonce: string, seen?: Seen): string {
  const start = `${marks},"nonce":${JSON.stringify(nonce)}`;
  return seen === undefined ? `${start}}` : `${start},"seen":${JSON.stringify(seen)}}`;
}

/** Address of ours that a connection came to: it says which backend was meant. */
export function localAddress(socket: { localAddress?: string | undefined }): string {
  const address = socket.localAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
