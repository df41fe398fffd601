import pLimit from 'p-limit';
import { backendPorts } from '../backend/ports.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { applyObject } from './apply-object.ts';
import { Canary } from './canary.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { ATTACH_LABEL, RUN_LABEL } from './plan/labels.ts';
import type { Plan } from './plan/plan-arms.ts';
import { labelsOf, SENTINEL } from './plan/plan-arms.ts';
import type { RunContext } from './run-context.ts';

const REQUESTS_AT_ONCE = 16;

/**
 * Creates what stands before the arms are applied: namespaces, backends, certificates of shared listeners, and every Gateway. Shared
 * Gateways come first: most probes wait for those only. Returns a canary for each, not yet started.
 */
export async function prepareArms(context: RunContext, plan: Plan): Promise<Canary[]> {
  const limit = pLimit(REQUESTS_AT_ONCE);
  const apply = (document: KubernetesObject) => limit(() => context.client.apply(document, { signal: context.signal }));
  const upFront = (kind: string) =>
    Promise.all(
      plan.arms.flatMap((arm) =>
        arm.objects
          .filter((planned) => planned.upFront && planned.document.kind === kind)
          .map((planned) => limit(() => applyObject(context, arm, planned))),
      ),
    );

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
  await upFront('Secret');
  await Promise.all(plan.shared.map(({ document }) => apply(document)));
  if (context.placement.infraBackend(context.names) === undefined)
    context.placement.addBackends(await context.environment.backends.place([infra]));
  await upFront('GatewayClass');
  const backends = context.environment.backends.place(plan.arms.flatMap((arm) => arm.backends));
  await upFront('Gateway');
  context.placement.addBackends(await backends);
  return plan.shared.map((gateway) => new Canary(context, gateway, context.profile.ports.http));
}

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
