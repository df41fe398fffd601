import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { composeAnswer, parseQuery, recordTypes, responseCodes } from './dns-message.ts';

/** Addresses of a name; undefined when it does not exist. */
export type Resolve = (name: string) => string[] | undefined;

/** Longest answer over UDP without EDNS; a client that needs more asks again over TCP. */
const udpLimit = 512;

/** A DNS server for the names of Services; everything else does not exist here. */
export async function startDnsServer(address: string, port: number, resolve: Resolve): Promise<void> {
  const udp = createSocket('udp4');
  udp.on('message', (message, client) => {
    const answer = answerTo(message, resolve, udpLimit);
    if (answer) udp.send(answer, client.port, client.address);
  });
  const tcp = createServer((socket) => serveTcp(socket, resolve));
  udp.bind(port, address);
  tcp.listen(port, address);
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
}

function answerTo(message: Buffer, resolve: Resolve, limit: number): Buffer | undefined {
  const query = parseQuery(message);
  if (!query) return undefined;
  const found = resolve(query.name);
  if (!found) return composeAnswer(query, responseCodes.noSuchName, []);
  const answer = composeAnswer(query, responseCodes.ok, query.type === recordTypes.a ? found : []);
  if (answer.length <= limit) return answer;
  const cut = composeAnswer(query, responseCodes.ok, []);
  cut.writeUInt16BE(cut.readUInt16BE(2) | 0x0200, 2);
  return cut;
}

/** Over TCP each message is preceded by its length. */
function serveTcp(socket: Socket, resolve: Resolve): void {
  let rest = Buffer.alloc(0);
  socket.setTimeout(10_000, () => socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      const answer = answerTo(rest.subarray(2, end), resolve, 0xffff);
      rest = rest.subarray(end);
      if (!answer) return void socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    }
  });
}
