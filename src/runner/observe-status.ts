import type { KubernetesObject } from '../kubernetes/object.ts';
import { getAt } from '../probe/json-pointer.ts';
import type { StatusSend } from '../results/exchange.ts';
import type { Condition, Observation } from '../results/observation.ts';
import type { ObjectStatus } from '../results/schema.ts';
import type { ArmPlan, PlannedObject } from './plan/arm-plan.ts';
import type { RunContext } from './run-context.ts';

interface StatusPart {
  part: string;
  conditions: Condition[];
  value: unknown;
}

interface ParentRef {
  namespace?: string;
  name: string;
  sectionName?: string;
  port?: number;
}

const WITH_STATUS = /^(GatewayClass|Gateway|HTTPRoute|GRPCRoute|TLSRoute|TCPRoute|UDPRoute)$/;

/** The object of an arm as the API server has it now, with Gateways that the arm shares. */
function liveObject(context: RunContext, arm: ArmPlan, ref: string): KubernetesObject | undefined {
  const planned = arm.objects.find((object) => object.ref === ref);
  if (planned !== undefined) {
    const { kind, metadata } = planned.document;
    return context.status.get(kind, metadata.namespace, metadata.name);
  }
  const [kind, ...name] = ref.split('/');
  const placement = kind === 'Gateway' ? arm.gateways[name.at(-1) ?? ''] : undefined;
  return placement && context.status.get('Gateway', placement.namespace, placement.name);
}

/**
 * The parts of an object's status that this controller wrote (verdicts.md section 3): of a route, the entries with our controllerName
 * whose parentRef is one of the arm's; of a Gateway, its own and its listeners' in the arm; names as in the manifests.
 */
function statusParts(context: RunContext, arm: ArmPlan, object: KubernetesObject): StatusPart[] {
  const status = (object.status ?? {}) as Record<string, unknown>;
  const conditions = (value: unknown) => ((value as { conditions?: Condition[] }).conditions ?? []) as Condition[];
  if (object.kind === 'GatewayClass') return [{ part: 'class', conditions: conditions(status), value: status }];
  if (object.kind === 'Gateway') {
    const [manifestName, placement] =
      Object.entries(arm.gateways).find(
        ([, { name, namespace }]) => name === object.metadata.name && namespace === object.metadata.namespace,
      ) ?? [];
    const listeners = ((status.listeners ?? []) as { name: string }[]).flatMap((listener) => {
      const name = Object.entries(placement?.listeners ?? {}).find(([, { real }]) => real === listener.name)?.[0];
      return name === undefined
        ? []
        : [{ part: `listener ${manifestName}/${name}`, conditions: conditions(listener), value: listener }];
    });
    // The conditions of a Gateway that many arms share speak of all of them.
    return placement?.shared
      ? listeners
      : [{ part: `gateway ${manifestName}`, conditions: conditions(status), value: status }, ...listeners];
  }
  const parents = (status.parents ?? []) as { controllerName: string; parentRef: ParentRef }[];
  return parents
    .filter(({ controllerName }) => controllerName === context.profile.controllerName)
    .flatMap((parent) => {
      const { namespace, name, sectionName } = parent.parentRef;
      const placed = Object.entries(arm.gateways).find(
        ([, gateway]) => gateway.name === name && gateway.namespace === (namespace ?? object.metadata.namespace),
      );
      if (placed === undefined) return [];
      const listener =
        Object.entries(placed[1].listeners).find(([, { real }]) => real === sectionName)?.[0] ?? sectionName;
      return [
        {
          part: `parent ${placed[0]}${listener === undefined ? '' : `/${listener}`}`,
          conditions: conditions(parent),
          value: parent,
        },
      ];
    });
}

function addressedPart(parts: StatusPart[], kind: string, send: StatusSend): StatusPart | undefined {
  if (kind === 'Gateway')
    return parts.find(({ part }) =>
      send.listener === undefined
        ? part.startsWith('gateway ')
        : part.startsWith('listener ') && part.endsWith(`/${send.listener}`),
    );
  if (kind === 'GatewayClass') return parts[0];
  return parts.find(
    ({ part }) =>
      (send.gateway === undefined || part === `parent ${send.gateway}` || part.startsWith(`parent ${send.gateway}/`)) &&
      (send.listener === undefined || part.endsWith(`/${send.listener}`)),
  );
}

/** Reads one condition or field; never waits. */
export function observeStatus(context: RunContext, arm: ArmPlan, send: StatusSend): Observation {
  const atMs = context.now();
  const object = liveObject(context, arm, send.object);
  const part = object && addressedPart(statusParts(context, arm, object), object.kind, send);
  const generation = object?.metadata.generation;
  const base = { outcome: 'status' as const, atMs, elapsedMs: 0 };
  if (part === undefined)
    return { ...base, status: { found: false, current: false, ...(generation === undefined ? {} : { generation }) } };
  const condition = part.conditions.find(({ type }) => type === send.condition);
  const speaks = condition === undefined ? part.conditions : [condition];
  const value = send.field === undefined ? undefined : getAt(part.value, send.field);
  return {
    ...base,
    status: {
      found: true,
      current: speaks.length > 0 && speaks.every(({ observedGeneration }) => observedGeneration === generation),
      ...(generation === undefined ? {} : { generation }),
      ...(condition === undefined ? {} : { condition }),
      ...(value === undefined ? {} : { value: value as NonNullable<Observation['status']>['value'] }),
    },
  };
}

/** What the controller says of every object of the arm; `before` is an earlier reading that tells what is stable. */
export function readStatus(context: RunContext, arm: ArmPlan, before: ObjectStatus[] = []): ObjectStatus[] {
  const refs = arm.objects
    .filter(({ document }: PlannedObject) => WITH_STATUS.test(document.kind))
    .map(({ ref }) => ref);
  for (const [name, { shared }] of Object.entries(arm.gateways)) if (shared) refs.push(`Gateway/${name}`);
  return refs.flatMap((ref) => {
    const object = liveObject(context, arm, ref);
    if (object === undefined) return [];
    const earlier = before.find((entry) => entry.object === ref)?.parts;
    const parts = statusParts(context, arm, object).map(({ part, conditions }) => ({
      part,
      conditions,
      stable: sameConditions(earlier?.find((entry) => entry.part === part)?.conditions, conditions),
    }));
    return [{ object: ref, generation: object.metadata.generation ?? 0, parts }];
  });
}

const sameConditions = (before: Condition[] | undefined, after: Condition[]): boolean => {
  const text = (conditions: Condition[]) =>
    JSON.stringify(conditions.map(({ type, status, reason }) => [type, status, reason]).sort());
  return before !== undefined && text(before) === text(after);
};
