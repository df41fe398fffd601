import type { Send } from '../results/exchange.ts';
import type { ArmRecord } from '../results/schema.ts';

const PROTOCOLS = {
  http: ['HTTP'],
  https: ['HTTPS'],
  grpc: ['HTTP', 'HTTPS'],
  websocket: ['HTTP'],
  tcp: ['TCP'],
  udp: ['UDP'],
  tls: ['TLS', 'HTTPS'],
};

/** Port of the listener through which an exchange goes: the one it names, else the first that fits its protocol. */
export function portOf(send: Send, gateways: ArmRecord['gateways']): number | undefined {
  if (send.protocol === 'status') return undefined;
  const gateway = gateways[send.gateway ?? Object.keys(gateways)[0] ?? ''];
  if (gateway === undefined) return undefined;
  if (send.listener !== undefined) return gateway.listeners[send.listener]?.port;
  const fitting = PROTOCOLS[send.protocol === 'http' ? send.scheme : send.protocol];
  return Object.values(gateway.listeners).find(({ protocol }) => fitting.includes(protocol))?.port;
}
