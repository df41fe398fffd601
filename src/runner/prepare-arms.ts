import pLimit from 'p-limit';
import { backendPorts } from '../backend/ports.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { StoredObject } from '../results/schema.ts';
import { applyObject } from './apply-object.ts';
import { Canary } from './canary.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { ATTACH_LABEL, RUN_LABEL } from './plan/labels.ts';
import type { Plan } from './plan/plan-arms.ts';
import { labelsOf, SENTINEL } from './plan/plan-arms.ts';
import type { RunContext } from './run-context.ts';

const REQUESTS_AT_ONCE = 16;

/**
 * Creates what stands before the arms are applied: namespaces, certificates, shared Gateways and backends. Returns a canary for each shared
 * Gateway, not yet started. Gateways that one arm has for itself come later, with `prepareOwnGateways`: most probes do without them.
 */
export async function prepareArms(context: RunContext, plan: Plan): Promise<Canary[]> {
  const limit = pLimit(REQUESTS_AT_ONCE);
  const apply = (document: KubernetesObject) => limit(() => context.client.apply(document, { signal: context.signal }));
  await Promise.all([
    apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: plan.infraNamespace, labels: { [RUN_LABEL]: context.names } },
    }),
    ...plan.arms.flatMap((arm) => namespacesOf(context, arm).map(apply)),
  ]);
  const infra = {
    namespace: plan.infraNamespace,
    name: SENTINEL,
    arm: 'infra',
    ports: backendPorts,
    labels: labelsOf(context.names, 'infra'),
  };
  await applyUpFront(context, plan, ['Secret', 'ReferenceGrant', 'GatewayClass']);
  const shared = await Promise.all(plan.shared.map(({ document }) => apply(document)));
  for (const arm of plan.arms) storeShared(context, arm, shared);
  const sentinel = context.placement.infraBackend(context.names) === undefined ? [infra] : [];
  const backends = [...sentinel, ...plan.arms.flatMap((arm) => arm.backends)];
  context.placement.addBackends(await context.environment.backends.place(backends));
  return plan.shared.map((gateway) => new Canary(context, gateway, context.profile.ports.http));
}

/** Creates the Gateways of probes that are about Gateways, all at once. */
export async function prepareOwnGateways(context: RunContext, plan: Plan): Promise<void> {
  await applyUpFront(context, plan, ['Gateway']);
}

async function applyUpFront(context: RunContext, plan: Plan, kinds: string[]): Promise<void> {
  const limit = pLimit(REQUESTS_AT_ONCE);
  await Promise.all(
    plan.arms.flatMap((arm) =>
      arm.objects
        .filter(({ upFront, withheld, document }) => upFront && !withheld && kinds.includes(document.kind))
        .map((planned) => limit(() => applyObject(context, arm, planned))),
    ),
  );
}

/** The evidence of an arm has its part of the Gateways that it shares, and the namespaces that its manifests describe. */
function storeShared(context: RunContext, arm: ArmPlan, shared: KubernetesObject[]): void {
  for (const { ref, document } of arm.objects.filter(({ document }) => document.kind === 'Namespace'))
    context.placement.addStored(arm, { object: ref, sent: asJson(document), stored: asJson(document) });
  for (const [name, placement] of Object.entries(arm.gateways)) {
    const gateway = shared.find(
      ({ metadata }) => metadata.name === placement.name && metadata.namespace === placement.namespace,
    );
    if (gateway === undefined) continue;
    const real = new Set(Object.values(placement.listeners).map((listener) => listener.real));
    const spec = gateway.spec as { gatewayClassName: string; listeners: { name: string }[] };
    const { apiVersion, kind, metadata } = gateway;
    const part = asJson({
      apiVersion,
      kind,
      metadata: { name: metadata.name, namespace: metadata.namespace },
      spec: {
        gatewayClassName: spec.gatewayClassName,
        listeners: spec.listeners.filter((listener) => real.has(listener.name)),
      },
    });
    context.placement.addStored(arm, { object: `Gateway/${name}`, sent: part, stored: part });
  }
}

const asJson = (value: object) => structuredClone(value) as unknown as NonNullable<StoredObject['stored']>;

/** Namespaces of an arm with its labels, and those that the manifests give them. */
function namespacesOf(context: RunContext, arm: ArmPlan): KubernetesObject[] {
  return Object.entries(arm.namespaces).map(([name, real]) => {
    const written = arm.objects.find(
      ({ document }) => document.kind === 'Namespace' && document.metadata.name === real,
    );
    const labels = { ...written?.document.metadata.labels, ...labelsOf(context.names, arm.label) };
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: real, labels: name === '' ? { ...labels, [ATTACH_LABEL]: arm.label } : labels },
    };
  });
}
