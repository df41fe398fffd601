import { createHash, type X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Certificate, RefusedError, type Target, untilAborted } from './wire.ts';

export interface Dialled {
  socket: Socket;
  certificate?: Certificate;
}

/** Opens a TCP connection; with `alpn` a TLS one that verifies nothing but records the certificate. */
export async function dial(target: Target, signal: AbortSignal, tls?: { alpn: string[] }): Promise<Dialled> {
  const { host, port } = target;
  if (tls === undefined) {
    const socket = connectTcp({ host, port, noDelay: true });
    await connected(socket, 'connect', signal);
    return { socket };
  }
  const servername = serverName(target);
  const socket = connectTls({
    host,
    port,
    ...(servername !== undefined && { servername }),
    ...(tls.alpn.length > 0 && { ALPNProtocols: tls.alpn }),
    rejectUnauthorized: false,
  });
  socket.setNoDelay(true);
  await connected(socket, 'secureConnect', signal);
  const certificate = leafCertificate(socket);
  return certificate === undefined ? { socket } : { socket, certificate };
}

function serverName(target: Target): string | undefined {
  const name = target.sni ?? target.authority.replace(/:\d+$/, '');
  return name === '' || isIP(name) !== 0 ? undefined : name;
}

function connected(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  // Errors after the connection was made are looked at by whoever uses it; none may end the process.
  socket.on('error', () => {});
  const opening = untilAborted<void>(signal, (resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
    socket.once('close', () => reject(new RefusedError('CLOSED', 'closed before the connection was made')));
  });
  opening.catch(() => socket.destroy());
  return opening;
}

function leafCertificate(socket: TLSSocket): Certificate | undefined {
  const leaf: X509Certificate | undefined = socket.getPeerX509Certificate();
  if (leaf === undefined) return undefined;
  const names = (leaf.subjectAltName ?? '').split(', ').filter(Boolean);
  return {
    fingerprint: createHash('sha256').update(leaf.raw).digest('hex'),
    names: names.map((name) => name.replace(/^(DNS|IP Address):/, '')),
  };
}
