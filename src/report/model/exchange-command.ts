import type { GrpcSend, HttpSend, Send, StatusSend, WebsocketSend } from '../../results/exchange.ts';
import { mapHost } from '../../results/host-names.ts';
import type { ArmExchange, ArmRecord } from '../../results/schema.ts';
import { shellCommand, shellQuote } from './shell-quote.ts';

interface Target {
  address: string;
  port: string;
}

/** A shell command that asks the same of the same address; names are those of the arm. */
export function exchangeCommand(send: Send, arm: ArmRecord, asked: ArmExchange): string {
  const target = targetOf(arm, asked);
  switch (send.protocol) {
    case 'http':
      return http(send, arm, target);
    case 'grpc':
      return grpc(send, arm, target);
    case 'websocket':
      return websocket(send, arm, target);
    case 'tcp': {
      const once = `printf 'one\\n' | nc -w 3 ${target.address} ${target.port}`;
      return send.sample === undefined ? once : counted(send.sample.count, once);
    }
    case 'udp':
      return `printf one | nc -u -w 2 ${target.address} ${target.port}`;
    case 'tls': {
      const connect = shellCommand('openssl s_client', [
        ['-connect', `${target.address}:${target.port}`, '-servername', mapHost(send.sni, arm.label)],
        ['-quiet', '-no_ign_eof'],
      ]);
      return `(printf 'one\\n'; sleep 1) | ${connect}`;
    }
    case 'status':
      return status(send, arm);
  }
}

function http(send: HttpSend, arm: ArmRecord, target: Target): string {
  const host = mapHost(send.host, arm.label);
  const named = send.sni === undefined ? host : mapHost(send.sni, arm.label);
  const head = send.method === 'HEAD';
  const command = shellCommand('curl', [
    [send.sample === undefined ? '-sv' : '-s', ...literally(send.path), ...connectTo(target)],
    ...versionArgument(send),
    ...(send.scheme === 'https' ? [['--insecure']] : []),
    ...(head ? [['--head']] : send.method === 'GET' ? [] : [['--request', send.method]]),
    ...(named === host ? [] : [['--header', `Host: ${host}`]]),
    ...send.headers.map(headerArgument),
    ...(send.body === undefined ? [] : [['--data-binary', send.body]]),
    ...(send.timeoutMs === undefined ? [] : [['--max-time', String(send.timeoutMs / 1000)]]),
    [`${send.scheme}://${named}${send.path}`],
  ]);
  return send.sample === undefined ? command : counted(send.sample.count, command);
}

/** Over TLS curl would offer HTTP/2; without it, it speaks HTTP/1.1. */
function versionArgument({ version, scheme }: HttpSend): string[][] {
  if (version === '2') return [[scheme === 'http' ? '--http2-prior-knowledge' : '--http2']];
  return scheme === 'https' ? [['--http1.1']] : [];
}

/** Where curl would change the path: dot segments, and the ranges of its own URL language. */
const literally = (path: string): string[] => [
  ...(/\/\.{1,2}(\/|$|\?)/.test(path) ? ['--path-as-is'] : []),
  ...(/[[\]{}]/.test(path) ? ['--globoff'] : []),
];

/** An empty gRPC message over curl: the echo backends take any method, and no .proto is needed. */
function grpc(send: GrpcSend, arm: ArmRecord, target: Target): string {
  const host = mapHost(send.host, arm.label);
  const command = shellCommand(`printf '\\0\\0\\0\\0\\0' | curl`, [
    [send.sample === undefined ? '-sv' : '-s', '--http2-prior-knowledge', '--output', '-', ...connectTo(target)],
    ['--header', 'content-type: application/grpc', '--header', 'te: trailers'],
    ...send.metadata.map(headerArgument),
    ['--data-binary', '@-', `http://${host}/${send.service}/${send.method}`],
  ]);
  return send.sample === undefined ? command : counted(send.sample.count, command);
}

/** The handshake shows whether the upgrade passes (101); curl of Debian and Ubuntu speaks no ws://. */
function websocket(send: WebsocketSend, arm: ArmRecord, target: Target): string {
  return shellCommand('curl', [
    ['-sv', '--http1.1', '--max-time', '3', ...connectTo(target)],
    ['--header', 'Connection: Upgrade', '--header', 'Upgrade: websocket'],
    ['--header', 'Sec-WebSocket-Version: 13', '--header', 'Sec-WebSocket-Key: Z2F0ZXByb29mLWdhdGVwcg=='],
    [`http://${mapHost(send.host, arm.label)}${send.path}`],
  ]);
}

function status({ object, condition }: StatusSend, arm: ArmRecord): string {
  const [kind = '', ...rest] = object.split('/');
  const name = rest.at(-1) ?? '';
  const namespace = arm.namespaces[rest.length > 1 ? (rest[0] ?? '') : ''];
  const placed = kind === 'Gateway' ? arm.gateways[name]?.real.split('/') : undefined;
  const stored = arm.objects.find((each) => each.object === object)?.sent as
    | { metadata?: { name?: string; namespace?: string } }
    | undefined;
  const where = placed?.[0] ?? stored?.metadata?.namespace ?? (kind === 'GatewayClass' ? undefined : namespace);
  const command = shellCommand('kubectl get', [
    [...(where === undefined ? [] : ['--namespace', where]), `${kind.toLowerCase()}.gateway.networking.k8s.io`],
    [placed?.[1] ?? stored?.metadata?.name ?? name, '--output', 'jsonpath={.status}'],
  ]);
  return condition === undefined ? command : `${command} # condition ${condition.replaceAll(/\W/g, '')}`;
}

const headerArgument = ([name, value]: [string, string]): string[] => [
  '--header',
  value === '' ? `${name};` : `${name}: ${value}`,
];

/** As in the run, the authority says no port, whatever port is dialled. */
const connectTo = ({ address, port }: Target): string[] => ['--connect-to', `::${address}:${port}`];

/** Repeats a command and counts who answered. */
const counted = (count: number, command: string): string =>
  `for i in $(seq ${count}); do\n${command}\ndone | grep -o '"backend":"[^"]*"' | sort | uniq -c`;

/** Where the traffic of the run went; else the Gateway's address, else a name for the reader to fill in. */
function targetOf(arm: ArmRecord, { settled, lastWrong }: ArmExchange): Target {
  const dialled = [
    ...settled.map(({ observation }) => observation),
    ...(lastWrong === undefined ? [] : [lastWrong]),
  ].find((observation) => observation.dialled !== undefined)?.dialled;
  const colon = dialled?.lastIndexOf(':') ?? -1;
  if (dialled !== undefined && colon > 0)
    return { address: shellQuote(dialled.slice(0, colon)), port: dialled.slice(colon + 1) };
  const [gateway] = Object.values(arm.gateways);
  const [listener] = Object.values(gateway?.listeners ?? {});
  return { address: gateway?.address ?? 'GATEWAY_ADDRESS', port: String(listener?.port ?? 80) };
}
