import { mapHost } from '../../results/host-names.ts';
import type { ArmRecord, StoredObject } from '../../results/schema.ts';
import { shellCommand, shellQuote } from './shell-quote.ts';
import { toYaml, withoutNoise } from './shown-manifest.ts';

const DNS_NAMES = 'gateproof.dev/dns-names';

interface Sent {
  kind?: string;
  metadata?: { name?: string; namespace?: string; annotations?: Record<string, string> };
}

/** Shell lines that apply what one arm applied: namespaces, certificates, then every object as it was sent. */
export function applyCommand(arm: ArmRecord): string {
  const objects = arm.objects.map((object) => ({ object, sent: object.sent as Sent }));
  const present = new Set(
    objects.filter(({ sent }) => sent.kind === 'Namespace').map(({ sent }) => sent.metadata?.name),
  );
  const standIns = standInGateways(arm);
  const namespaces = new Set([...Object.values(arm.namespaces), ...standIns.map(({ metadata }) => metadata.namespace)]);
  const secrets = objects.filter(({ sent }) => sent.kind === 'Secret');
  const documents = [
    ...standIns,
    ...objects.filter(({ sent }) => sent.kind !== 'Secret').map(({ object }) => withoutNoise(object.sent)),
  ];
  return [
    ...[...namespaces]
      .filter((name) => !present.has(name))
      .map((name) => `kubectl create namespace ${shellQuote(name)}`),
    ...secrets.flatMap(({ sent }) => certificateCommands(sent, arm.label)),
    ...(standIns.length === 0 ? [] : ['# The run shared its Gateway with other probes: this one stands in for it.']),
    ...(documents.some(({ kind }) => kind === 'Gateway') ? ['# Set gatewayClassName to yours.'] : []),
    hereDocument(documents.map(toYaml).join('\n---\n')),
  ].join('\n');
}

function hereDocument(yaml: string): string {
  let end = 'EOF';
  while (yaml.split('\n').includes(end)) end += '_';
  return `kubectl apply -f - <<'${end}'\n${yaml}\n${end}`;
}

/** Secrets are not in results: another certificate for the same names serves as well. */
function certificateCommands({ metadata }: Sent, armLabel: string): string[] {
  const names = (metadata?.annotations?.[DNS_NAMES] ?? 'example.com')
    .split(',')
    .map((name) => mapHost(name.trim(), armLabel));
  return [
    shellCommand('openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30', [
      ['-subj', `/CN=${names[0] ?? ''}`, '-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`],
      ['-keyout', 'tls.key', '-out', 'tls.crt'],
    ]),
    shellCommand('kubectl create secret tls', [
      [metadata?.name ?? '', ...(metadata?.namespace === undefined ? [] : ['--namespace', metadata.namespace])],
      ['--cert', 'tls.crt', '--key', 'tls.key'],
    ]),
  ];
}

/** Shared Gateways are not among the arm's objects. */
function standInGateways(arm: ArmRecord) {
  const stored = (name: string, object: StoredObject) =>
    object.object === `Gateway/${name}` || object.object.endsWith(`/${name}`);
  return Object.entries(arm.gateways)
    .filter(
      ([name, { shared }]) =>
        shared && !arm.objects.some((object) => object.object.startsWith('Gateway/') && stored(name, object)),
    )
    .map(([, { real, listeners }]) => {
      const [namespace = '', name = ''] = real.split('/');
      return {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name, namespace },
        spec: {
          gatewayClassName: 'example',
          listeners: Object.values(listeners).map((listener) => ({
            name: listener.real,
            port: listener.port,
            protocol: listener.protocol,
            allowedRoutes: { namespaces: { from: 'All' } },
          })),
        },
      };
    });
}
