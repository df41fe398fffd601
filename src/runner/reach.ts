import type { KubernetesObject } from '../kubernetes/object.ts';
import { mapHost } from '../probe/host-names.ts';
import type { TrafficSend } from '../results/exchange.ts';
import type { ArmPlan, GatewayPlacement, ListenerPlacement } from './plan/arm-plan.ts';
import type { RunContext } from './run-context.ts';

/** What the traffic engine dials, and the names it says there. */
export interface Target {
  host: string;
  port: number;
  authority: string;
  sni?: string;
}

/** First address in the status of a Gateway, once it is Programmed for its current generation. */
export function programmedAddress(gateway: KubernetesObject | undefined): string | undefined {
  const status = gateway?.status as
    | { addresses?: { value?: string }[]; conditions?: { type: string; status: string }[] }
    | undefined;
  const programmed = status?.conditions?.some(({ type, status: value }) => type === 'Programmed' && value === 'True');
  return programmed ? status?.addresses?.find(({ value }) => value)?.value : undefined;
}

/** Address of a placed Gateway; undefined as long as the controller gave none. */
export function gatewayAddress(
  context: RunContext,
  { namespace, name }: Pick<GatewayPlacement, 'namespace' | 'name'>,
): string | undefined {
  return programmedAddress(context.status.get('Gateway', namespace, name));
}

const LISTENER_PROTOCOLS: Record<TrafficSend['protocol'], (send: TrafficSend) => string[]> = {
  http: (send) => ('scheme' in send && send.scheme === 'https' ? ['HTTPS'] : ['HTTP']),
  grpc: () => ['HTTP', 'HTTPS'],
  websocket: () => ['HTTP'],
  tcp: () => ['TCP'],
  udp: () => ['UDP'],
  tls: () => ['TLS', 'HTTPS'],
};

/** Gateway and listener through which an exchange goes: those it names, else the only ones that fit its protocol. */
export function viaOf(arm: ArmPlan, send: TrafficSend): { gateway: GatewayPlacement; listener: ListenerPlacement } {
  const gatewayName = send.gateway ?? Object.keys(arm.gateways)[0] ?? '';
  const gateway = arm.gateways[gatewayName];
  if (gateway === undefined)
    throw new Error(`${arm.probe.id}: no Gateway ${JSON.stringify(gatewayName)} in the manifests`);
  const wanted = LISTENER_PROTOCOLS[send.protocol](send);
  const listener =
    send.listener === undefined
      ? Object.values(gateway.listeners).find(({ protocol }) => wanted.includes(protocol))
      : gateway.listeners[send.listener];
  if (listener === undefined)
    throw new Error(
      `${arm.probe.id}: Gateway ${gatewayName} has no listener for ${send.protocol}${send.listener ? ` named ${send.listener}` : ''}`,
    );
  return { gateway, listener };
}

/** Undefined while the Gateway has no address. */
export function targetOf(context: RunContext, arm: ArmPlan, send: TrafficSend): Target | undefined {
  const { gateway, listener } = viaOf(arm, send);
  const address = gatewayAddress(context, gateway);
  if (address === undefined) return undefined;
  const plain = 'host' in send ? send.host : 'sni' in send && send.sni !== undefined ? send.sni : '';
  const sni = 'sni' in send && send.sni !== undefined ? mapHost(send.sni, arm.label) : undefined;
  return {
    ...context.environment.reach(address, listener.port),
    authority: mapHost(plain, arm.label),
    ...(sni === undefined ? {} : { sni }),
  };
}
