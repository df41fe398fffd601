import type { Send } from '../../results/exchange.ts';

/** What is sent, in lines: the request first, then headers and what is unusual about it. Names are those of the manifests. */
export function sendWords(send: Send): string[] {
  switch (send.protocol) {
    case 'http':
      return [
        `${send.method} ${send.scheme}://${send.host}${send.path}`,
        ...send.headers.map(([name, value]) => `${name}: ${value}`),
        ...(send.body === undefined ? [] : [`body: ${send.body}`]),
        ...(send.version === '2' ? [send.scheme === 'http' ? 'HTTP/2 with prior knowledge' : 'HTTP/2'] : []),
        ...(send.sni === undefined ? [] : [`server name (SNI) ${send.sni}`]),
        ...sampleWords(send.sample),
        ...viaWords(send),
      ];
    case 'grpc':
      return [
        `gRPC ${send.service}/${send.method} at ${send.host}`,
        ...send.metadata.map(([name, value]) => `${name}: ${value}`),
        ...sampleWords(send.sample),
        ...viaWords(send),
      ];
    case 'websocket':
      return [`WebSocket ws://${send.host}${send.path}`, `message: ${send.message}`, ...viaWords(send)];
    case 'tcp':
      return ['a line over TCP', ...sampleWords(send.sample), ...viaWords(send)];
    case 'udp':
      return ['a datagram over UDP', ...viaWords(send)];
    case 'tls':
      return [`TLS with server name (SNI) ${send.sni}`, ...viaWords(send)];
    case 'status':
      return [statusWords(send)];
  }
}

function sampleWords(sample: { count: number; connections: string } | undefined): string[] {
  return sample === undefined ? [] : [`${sample.count} times over ${sample.connections} connections`];
}

function viaWords({ gateway, listener }: { gateway?: string | undefined; listener?: string | undefined }): string[] {
  const parts = [
    ...(gateway === undefined ? [] : [`Gateway ${gateway}`]),
    ...(listener === undefined ? [] : [`listener ${listener}`]),
  ];
  return parts.length === 0 ? [] : [`through ${parts.join(', ')}`];
}

function statusWords({ object, gateway, listener, condition, field }: Extract<Send, { protocol: 'status' }>): string {
  const part = [
    ...(gateway === undefined ? [] : [`parent ${gateway}`]),
    ...(listener === undefined ? [] : [`listener ${listener}`]),
  ];
  const where = part.length === 0 ? '' : ` (${part.join(', ')})`;
  return `status of ${object}${where}: ${condition ?? field ?? 'conditions'}`;
}
