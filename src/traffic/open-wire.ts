import type { TrafficSend } from '../results/exchange.ts';
import { dial } from './dial.ts';
import { GrpcWire } from './grpc.ts';
import { Http1Wire } from './http1.ts';
import { Http2Wire } from './http2.ts';
import { LineWire } from './lines.ts';
import { openUdp } from './udp.ts';
import { WebsocketWire } from './websocket.ts';
import type { Target, Wire } from './wire.ts';

/** Opens the connection that an exchange needs; rejects when it cannot be made. */
export async function openWire(send: TrafficSend, target: Target, signal: AbortSignal): Promise<Wire> {
  switch (send.protocol) {
    case 'http': {
      const alpn = send.version === '2' ? 'h2' : 'http/1.1';
      const dialled = await dial(target, signal, send.scheme === 'https' ? { alpn: [alpn] } : undefined);
      return send.version === '2' ? new Http2Wire(dialled) : new Http1Wire(dialled);
    }
    case 'grpc':
      return new GrpcWire(new Http2Wire(await dial(target, signal, tlsIfNamed(target, 'h2'))));
    case 'websocket':
      return new WebsocketWire(await dial(target, signal, tlsIfNamed(target, 'http/1.1')));
    case 'tcp':
      return new LineWire(await dial(target, signal));
    case 'tls':
      return new LineWire(await dial(target, signal, { alpn: [] }));
    case 'udp':
      return openUdp(target, signal);
  }
}

function tlsIfNamed(target: Target, protocol: string): { alpn: string[] } | undefined {
  return target.sni === undefined ? undefined : { alpn: [protocol] };
}

/** Connections are interchangeable when this is equal. */
export function wireKey(send: TrafficSend, target: Target, owner: string): string {
  const kind = send.protocol === 'http' ? `${send.scheme} ${send.version}` : send.protocol;
  return [owner, kind, target.host, target.port, target.authority, target.sni ?? ''].join('\n');
}
