import { createHash } from 'node:crypto';
import type { Exchange, Send } from '../results/exchange.ts';
import { exchangeSchema } from '../results/exchange.ts';
import type { AuthoredExchange, AuthoredProbe, AuthoredSend, Manifest, Phase, Probe } from './definition.ts';

/** Fills the defaults of an authored probe. Pure; `load-probe.ts` checks the result. */
export function normalise(authored: AuthoredProbe, manifests: Manifest[]): Probe {
  const { feature, exchanges, phases, uncontrolled, manifests: manifestFile, ...rest } = authored;
  const authoredPhases = phases ?? [{ name: 'as applied', exchanges: exchanges ?? [] }];
  const control = authored.control ?? [];
  const probe = {
    ...rest,
    formerly: authored.formerly ?? [],
    features: Array.isArray(feature) ? feature : [feature],
    requires: authored.requires ?? [],
    level: authored.level ?? 'core',
    control,
    gateways: authored.gateways ?? 'shared',
    scheduling: authored.scheduling ?? 'shared',
    withheld: authored.withheld ?? [],
    ordered: authored.ordered ?? false,
    expectsConditions: authored.expectsConditions ?? [],
    clusterScoped: authored.clusterScoped ?? false,
    fields:
      authored.fields ?? control.flatMap((edit) => ('path' in edit ? [{ object: edit.object, path: edit.path }] : [])),
    readings: authored.readings ?? [],
    suite: authored.id.split('/')[0] ?? '',
    manifestFile,
    manifests,
    phases: authoredPhases.map(
      (phase): Phase => ({
        name: phase.name,
        steps: phase.steps ?? [],
        exchanges: phase.exchanges.map(normaliseExchange),
        background: (phase.background ?? []).map(normaliseExchange),
      }),
    ),
    ...(uncontrolled === undefined ? {} : { uncontrolled }),
  };
  return { ...probe, checksum: checksumOf(probe) };
}

/** SHA-256 of what makes the meaning: not of titles, line numbers or the revision itself. */
function checksumOf(probe: Omit<Probe, 'checksum'>): string {
  const meaning = {
    features: probe.features,
    requires: probe.requires,
    control: probe.control,
    uncontrolled: probe.uncontrolled !== undefined,
    gateways: probe.gateways,
    scheduling: probe.scheduling,
    withheld: probe.withheld,
    ordered: probe.ordered,
    expectsConditions: probe.expectsConditions,
    fields: probe.fields,
    backends: probe.backends,
    manifests: probe.manifests.map(({ document }) => document),
    phases: probe.phases,
  };
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex');
}

function normaliseExchange(authored: AuthoredExchange): Exchange {
  const send = normaliseSend(authored.send);
  return exchangeSchema.parse({ ...authored, name: authored.name ?? nameOf(send), send });
}

const headerList = (headers: Record<string, string> | [string, string][] | undefined): [string, string][] =>
  Array.isArray(headers) ? headers : Object.entries(headers ?? {});

function normaliseSend(send: AuthoredSend): Send {
  if (send.protocol === undefined || send.protocol === 'http')
    return {
      ...send,
      protocol: 'http',
      method: send.method ?? 'GET',
      scheme: send.scheme ?? 'http',
      version: send.version ?? '1.1',
      headers: headerList(send.headers),
    };
  if (send.protocol === 'grpc') return { ...send, metadata: headerList(send.metadata) };
  return send as Send;
}

function nameOf(send: Send): string {
  switch (send.protocol) {
    case 'http':
      return `${send.method} ${send.scheme}://${send.host}${send.path}${send.headers.map(([name, value]) => ` ${name}: ${value}`).join('')}`;
    case 'grpc':
      return `gRPC ${send.host} ${send.service}/${send.method}`;
    case 'websocket':
      return `WebSocket ${send.host}${send.path}`;
    case 'tls':
      return `TLS ${send.sni}`;
    case 'status':
      return [send.object, send.gateway, send.listener, send.condition ?? send.field].filter(Boolean).join(' ');
    default:
      return send.protocol.toUpperCase();
  }
}
