import { backendPorts } from '../../backend/ports.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Manifest, Probe } from '../../probe/definition.ts';
import { editManifests } from '../../probe/edit-manifests.ts';
import type { ArmPlan, GatewayPlacement } from './arm-plan.ts';
import type { ArmKind } from './labels.ts';
import { ARM_LABEL, ATTACH_LABEL, armLabel, infraNamespace, RUN_LABEL, realNamespace } from './labels.ts';
import type { RewriteContext } from './rewrite-document.ts';
import { rewriteDocument, rewriteListener } from './rewrite-document.ts';

type Document = Record<string, unknown>;

/** Host of every fence and canary: under a domain that no arm's host names can be in. */
export const FENCE_DOMAIN = 'fence.example.net';
export const FENCE_LISTENER = 'gateproof-fence';
export const SENTINEL = 'sentinel';

/** What Gateways rest on, and they themselves, exist before the arms are applied. */
const UP_FRONT = new Set(['Namespace', 'GatewayClass', 'Secret', 'Gateway']);

/** The specification allows 64. The API server compares each with each, so that a quarter of it costs a sixteenth. */
const MAX_LISTENERS = 16;

/** A Gateway that many arms share, with all its listeners: created once, never edited. */
export interface SharedGateway {
  namespace: string;
  name: string;
  pool: 'http' | 'layer 4';
  document: KubernetesObject;
}

export interface Plan {
  infraNamespace: string;
  shared: SharedGateway[];
  arms: ArmPlan[];
}

export interface PlanInput {
  run: string;
  className: string;
  controllerName: string;
  ports: { http: number; https: number; pool: [number, number] };
  /** Selftest mutant 1: the treatment arm gets the control's manifests and steps. */
  treatmentIsControl?: boolean;
  maxListeners?: number;
}

/**
 * Gives each arm of each probe its Gateways and listeners before anything is created (verdicts.md section 2). Pure: the same
 * probes give the same plan. At most `maxListeners` on one Gateway, the fence's included.
 */
export function planArms(probes: { probe: Probe; look: number }[], input: PlanInput): Plan {
  const shared: { gateway: SharedGateway; listeners: Document[]; nextPort: number }[] = [];
  const room = (pool: SharedGateway['pool'], count: number, look: number) => {
    const last = shared.findLast(({ gateway }) => gateway.pool === pool);
    if (last !== undefined && last.listeners.length + count <= (input.maxListeners ?? MAX_LISTENERS)) return last;
    const name = `${pool === 'http' ? 'http' : 'l4'}-${look}-${shared.length + 1}`;
    const namespace = infraNamespace(input.run);
    const listeners: Document[] = [fenceListener(input.ports.http)];
    const document: KubernetesObject = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace, labels: { [RUN_LABEL]: input.run } },
      spec: { gatewayClassName: input.className, listeners },
    };
    const fresh = { gateway: { namespace, name, pool, document }, listeners, nextPort: input.ports.pool[0] };
    shared.push(fresh);
    return fresh;
  };

  const planArm = (probe: Probe, look: number, kind: ArmKind): ArmPlan => {
    const label = armLabel(probe.id, kind, look);
    const asControl = kind === 'control' || input.treatmentIsControl === true;
    const manifests = asControl ? editManifests(probe.manifests, probe.control) : probe.manifests;
    const namespaces = namespacesOf(input.run, label, manifests, probe.backends);
    const context: RewriteContext = {
      run: input.run,
      label,
      className: input.className,
      controllerName: input.controllerName,
      namespaceOf: (name) =>
        namespaces[name === undefined || name === 'default' ? '' : name] ?? realNamespace(input.run, label, name ?? ''),
      ownClasses: new Set(
        manifests
          .filter(({ document }) => document.kind === 'GatewayClass')
          .map(({ document }) => document.metadata.name),
      ),
      parentRefs: (ref) => [ref],
    };

    const gateways: Record<string, GatewayPlacement> = {};
    for (const { document } of manifests.filter(({ document }) => document.kind === 'Gateway')) {
      const listeners = (document.spec as Document).listeners as Document[];
      gateways[document.metadata.name] =
        probe.gateways === 'own'
          ? ownPlacement(document, listeners, context, input.ports)
          : sharedPlacement(room(poolOf(listeners), listeners.length, look), listeners, context, input.ports);
    }
    context.parentRefs = (ref) => parentRefsOf(ref, gateways, context);

    const withheld = new Set(probe.withheld);
    const objects = manifests.flatMap(({ object, document }) => {
      const placement = document.kind === 'Gateway' ? gateways[document.metadata.name] : undefined;
      if (placement?.shared) return [];
      const render = (manifest: Manifest['document']) => {
        const rewritten = rewriteDocument(manifest, context);
        if (placement !== undefined)
          (((rewritten.spec as Document).listeners as Document[]) ?? []).push(fenceListener(placement.fencePort));
        if (document.kind === 'Secret' && probe.gateways === 'shared') {
          rewritten.metadata.namespace = infraNamespace(input.run);
          rewritten.metadata.name = `${label}-${document.metadata.name}`;
        }
        return rewritten;
      };
      const upFront = UP_FRONT.has(document.kind) || (document.kind === 'ReferenceGrant' && probe.gateways === 'own');
      return [
        {
          ref: object,
          manifest: document,
          render,
          document: render(document),
          upFront,
          withheld: withheld.has(object),
        },
      ];
    });

    const ownSentinels = Object.values(gateways).filter((placement) => !placement.shared);
    return {
      probe,
      kind,
      look,
      label,
      namespaces,
      gateways,
      objects,
      phases: asControl
        ? probe.phases.map((phase) => ({ ...phase, steps: phase.steps.filter((step) => step.arm !== 'treatment') }))
        : probe.phases,
      backends: [
        ...probe.backends.map((backend) => {
          const [name = '', namespace] = backend.split('/').reverse();
          return {
            namespace: context.namespaceOf(namespace),
            name,
            arm: label,
            ports: backendPorts,
            labels: labelsOf(input.run, label),
            ...(namespace === undefined ? {} : { answersAs: backend }),
          };
        }),
        ...[...new Set(ownSentinels.map(({ namespace }) => namespace))].map((namespace) => ({
          namespace,
          name: SENTINEL,
          arm: label,
          ports: backendPorts,
          labels: labelsOf(input.run, label),
        })),
      ],
    };
  };

  // The baseline and its canary need one, whatever the probes are about.
  room('http', 0, probes[0]?.look ?? 1);
  const arms = probes.flatMap(({ probe, look }) =>
    probe.uncontrolled === undefined
      ? [planArm(probe, look, 'treatment'), planArm(probe, look, 'control')]
      : [planArm(probe, look, 'treatment')],
  );
  return { infraNamespace: infraNamespace(input.run), shared: shared.map(({ gateway }) => gateway), arms };
}

export const labelsOf = (run: string, label: string): Record<string, string> => ({
  [RUN_LABEL]: run,
  [ARM_LABEL]: label,
});

function fenceListener(port: number): Document {
  return {
    name: FENCE_LISTENER,
    protocol: 'HTTP',
    port,
    hostname: `*.${FENCE_DOMAIN}`,
    allowedRoutes: { namespaces: { from: 'Same' } },
  };
}

const poolOf = (listeners: Document[]): SharedGateway['pool'] =>
  listeners.every(({ protocol }) => protocol === 'HTTP' || protocol === 'HTTPS') ? 'http' : 'layer 4';

function namespacesOf(run: string, label: string, manifests: Manifest[], backends: string[]): Record<string, string> {
  const named = new Set(['']);
  for (const { document } of manifests) {
    if (document.metadata.namespace !== undefined) named.add(document.metadata.namespace);
    if (document.kind === 'Namespace') named.add(document.metadata.name);
  }
  for (const backend of backends) if (backend.includes('/')) named.add(backend.split('/')[0] ?? '');
  named.delete('default');
  return Object.fromEntries([...named].sort().map((name) => [name, realNamespace(run, label, name)]));
}

function ownPlacement(
  document: Manifest['document'],
  listeners: Document[],
  context: RewriteContext,
  ports: PlanInput['ports'],
): GatewayPlacement {
  const taken = listeners.find(({ port, protocol }) => port === ports.http && protocol !== 'HTTP');
  return {
    namespace: context.namespaceOf(document.metadata.namespace),
    name: document.metadata.name,
    shared: false,
    fencePort: taken === undefined ? ports.http : ports.pool[1],
    fenceListener: FENCE_LISTENER,
    listeners: ownListeners(listeners),
  };
}

/** On its own Gateway a listener is as the manifests have it. */
export const ownListeners = (listeners: Document[]): GatewayPlacement['listeners'] =>
  Object.fromEntries(
    listeners.map(({ name, port, protocol }) => [
      String(name),
      { real: String(name), port: Number(port), protocol: String(protocol) },
    ]),
  );

function sharedPlacement(
  onto: { gateway: SharedGateway; listeners: Document[]; nextPort: number },
  listeners: Document[],
  context: RewriteContext,
  ports: PlanInput['ports'],
): GatewayPlacement {
  const placed: GatewayPlacement['listeners'] = {};
  for (const listener of listeners) {
    const protocol = String(listener.protocol);
    const common = commonListener(listener, context.run, ports.http);
    if (common !== undefined) {
      if (!onto.listeners.some(({ name }) => name === common.name)) onto.listeners.push(common);
      placed[String(listener.name)] = { real: String(common.name), port: ports.http, protocol };
      continue;
    }
    const copy = structuredClone(listener);
    rewriteListener(copy, context);
    copy.name = `${context.label}-${String(listener.name)}`;
    copy.port =
      protocol === 'HTTP' ? ports.http : protocol === 'TCP' || protocol === 'UDP' ? onto.nextPort++ : ports.https;
    const tls = copy.tls as { certificateRefs?: Document[] } | undefined;
    for (const reference of tls?.certificateRefs ?? []) reference.name = `${context.label}-${String(reference.name)}`;
    copy.allowedRoutes = {
      ...(copy.allowedRoutes as Document | undefined),
      namespaces: { from: 'Selector', selector: { matchLabels: { [ATTACH_LABEL]: context.label } } },
    };
    onto.listeners.push(copy);
    placed[String(listener.name)] = { real: String(copy.name), port: Number(copy.port), protocol };
  }
  const { namespace, name } = onto.gateway;
  return { namespace, name, shared: true, listeners: placed, fencePort: ports.http, fenceListener: FENCE_LISTENER };
}

/**
 * A plain HTTP listener for a whole domain is the same for every arm: all of them share one. A listener of its own for each would cost
 * the API server a comparison of each with each (the CRD's uniqueness rules) at every write of the Gateway's status: 0.4 s at 64.
 */
function commonListener(listener: Document, run: string, port: number): Document | undefined {
  const domain = /^\*\.(example\.(?:com|org|net))$/.exec(String(listener.hostname))?.[1];
  const { name: _name, port: _port, protocol, hostname, ...rest } = listener;
  if (domain === undefined || protocol !== 'HTTP' || Object.keys(rest).length > 0) return undefined;
  const selector = { matchLabels: { [RUN_LABEL]: run }, matchExpressions: [{ key: ATTACH_LABEL, operator: 'Exists' }] };
  return {
    name: domain.replace('.', '-'),
    protocol,
    port,
    hostname,
    allowedRoutes: { namespaces: { from: 'Selector', selector } },
  };
}

/** On a shared Gateway a parentRef names the arm's listeners, each of them; on its own it stays as written. */
function parentRefsOf(ref: Document, gateways: Record<string, GatewayPlacement>, context: RewriteContext): Document[] {
  const placement = gateways[String(ref.name)];
  const namespaced = ref.namespace === undefined ? {} : { namespace: context.namespaceOf(String(ref.namespace)) };
  if (placement === undefined || !placement.shared) return [{ ...ref, ...namespaced }];
  const sections = ref.sectionName === undefined ? Object.keys(placement.listeners) : [String(ref.sectionName)];
  const { port: _port, ...rest } = ref;
  return sections.map((section) => ({
    ...rest,
    namespace: placement.namespace,
    name: placement.name,
    sectionName: placement.listeners[section]?.real ?? section,
  }));
}
