import { refOf } from '../kubernetes/object.ts';
import type { Probe } from '../probe/definition.ts';
import type { Condition } from '../results/observation.ts';
import type { ArmRecord, Look, ObjectStatus, PhaseRecord } from '../results/schema.ts';
import { applyObject } from './apply-object.ts';
import type { Canary } from './canary.ts';
import { fenceRef } from './fence.ts';
import { readStatus } from './observe-status.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { gatewayAddress } from './reach.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';
import type { FallbackGateway } from './run-phase.ts';
import { runPhase } from './run-phase.ts';

/** More than a second, the precision of creationTimestamp. */
const ORDERED_MS = 1_100;
const STATUS_EVERY_MS = 500;

/** A look before anything is decided: what was asked and seen. */
export type UndecidedLook = Omit<Look, 'decision' | 'requires'>;

export interface LookRequest {
  probe: Probe;
  /** Treatment first; the control where the probe has one. */
  arms: ArmPlan[];
  number: number;
  why: string;
  baseline: boolean;
  canaries: Canary[];
  /** Where the fence of an arm without a Gateway stands. */
  fallback: FallbackGateway;
}

interface ArmWatch {
  arm: ArmPlan;
  appliedMs?: number;
  acceptedMs?: number;
  trail: { atMs: number; status: ObjectStatus[] }[];
}

/** Asks one probe once. Throws only when the run ends; what goes wrong with the probe is in the look. */
export async function runLook(context: RunContext, request: LookRequest): Promise<UndecidedLook> {
  const { number, why, baseline, arms } = request;
  const startedMs = context.now();
  const watches: ArmWatch[] = arms.map((arm) => ({ arm, trail: [] }));
  const phases: PhaseRecord[] = [];
  const ended = new AbortController();
  let fault: string | undefined;
  if (baseline) {
    const trails = watches.map((watch) => followStatus(context, watch, ended.signal));
    try {
      await ask(context, request, watches, phases);
    } catch (error) {
      await context.causeOf(error);
      context.signal.throwIfAborted();
      fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      ended.abort();
      await Promise.all(trails);
    }
  }
  const records = watches.map((watch) => armRecord(context, watch));
  if (baseline) await clearArms(context, arms, phases);
  const endedMs = context.now();
  const reasons = baseline
    ? [...context.starvation.between(startedMs, endedMs), ...voidedBy(request, startedMs, endedMs)]
    : [];
  const life = phases
    .flatMap(({ fences }) => fences.treatment ?? [])
    .findLast(({ answeredMs }) => answeredMs !== undefined);
  const recordOf = (kind: ArmPlan['kind']) => records[arms.findIndex((arm) => arm.kind === kind)];
  const [treatment, control] = [recordOf('treatment'), recordOf('control')];
  return {
    number,
    why,
    startedMs,
    endedMs,
    baseline,
    phases,
    ...(fault === undefined ? {} : { fault }),
    ...(reasons.length === 0 ? {} : { starved: { reasons } }),
    ...(life === undefined ? {} : { proofOfLife: `the fence ${life.host}, applied after the arm, was served` }),
    ...(treatment === undefined ? {} : { treatment }),
    ...(control === undefined ? {} : { control }),
  };
}

async function ask(
  context: RunContext,
  request: LookRequest,
  watches: ArmWatch[],
  phases: PhaseRecord[],
): Promise<void> {
  const { arms, probe, fallback } = request;
  await Promise.all(arms.map((arm) => gatewaysReady(context, arm)));
  for (const watch of watches) {
    for (const planned of watch.arm.objects.filter(({ upFront, withheld }) => !upFront && !withheld)) {
      await applyObject(context, watch.arm, planned);
      if (probe.ordered && planned.document.kind.endsWith('Route')) await sleep(ORDERED_MS, context.signal);
    }
    watch.appliedMs = context.now();
  }
  // What the API itself refused is decided already; traffic would say nothing about the controller.
  const treatment = arms.find(({ kind }) => kind === 'treatment');
  if (treatment !== undefined && context.placement.stored(treatment).some(({ refusal }) => refusal !== undefined))
    return;
  for (const index of probe.phases.keys()) phases.push(await runPhase(context, arms, index, fallback));
  await statusWritten(context, arms, phases);
}

/** Traffic may be there long before status is: waits for it until its deadline, then takes what there is. */
async function statusWritten(context: RunContext, arms: ArmPlan[], phases: PhaseRecord[]): Promise<void> {
  const answered = phases
    .flatMap(({ fences }) => [...(fences.treatment ?? []), ...(fences.control ?? [])])
    .map(({ answeredMs }) => answeredMs);
  if (answered.some((ms) => ms === undefined)) return;
  const leftMs = Math.max(...answered.map((ms) => ms ?? 0)) + context.limits.statusMs - context.now();
  const current = () =>
    arms.every((arm) =>
      readStatus(context, arm)
        .filter(({ object }) => /Route\//.test(object))
        .every(
          ({ parts, generation }) =>
            parts.length > 0 && parts.every(({ conditions }) => speaksOf(conditions, generation)),
        ),
    );
  await context.status.until(() => (current() ? true : undefined), leftMs, context.signal);
  await sleep(context.limits.dwellMs, context.signal);
}

const speaksOf = (conditions: Condition[], generation: number): boolean =>
  conditions.length > 0 && conditions.every(({ observedGeneration }) => observedGeneration === generation);

/**
 * Deletes the routes and Gateways of arms that are done with, and their fences: the next probes must not wait for a controller that drags
 * them along. Namespaces and backends go when the run does.
 */
async function clearArms(context: RunContext, arms: ArmPlan[], phases: PhaseRecord[]): Promise<void> {
  const objects = arms
    .flatMap((arm) => arm.objects.map(({ document }) => document))
    .filter(({ kind }) => kind.endsWith('Route') || kind === 'Gateway' || kind === 'GatewayClass');
  const fences = phases.flatMap(({ fences }) => [...(fences.treatment ?? []), ...(fences.control ?? [])]).map(fenceRef);
  // A data plane drains as long as anybody is connected.
  for (const arm of arms) context.engine.release(arm.label);
  await Promise.all(
    [...objects.map(refOf), ...fences].map((ref) =>
      context.client.delete(ref, { signal: context.signal }).catch(() => {}),
    ),
  );
}

/** Waits for the addresses of the arm's Gateways; if one never comes, the fence will tell. */
async function gatewaysReady(context: RunContext, arm: ArmPlan): Promise<void> {
  const waiting = Object.values(arm.gateways).map((gateway) =>
    context.status.until(() => gatewayAddress(context, gateway), context.limits.gatewayMs, context.signal),
  );
  await Promise.all(waiting);
  context.signal.throwIfAborted();
}

/** Keeps readings of the arm's status until the look ends: what is stable for the dwell, and when its routes were accepted. */
async function followStatus(context: RunContext, watch: ArmWatch, ended: AbortSignal): Promise<void> {
  while (!ended.aborted && !context.signal.aborted) {
    const status = readStatus(context, watch.arm);
    watch.trail.push({ atMs: context.now(), status });
    if (watch.appliedMs !== undefined && watch.acceptedMs === undefined && routesAccepted(status))
      watch.acceptedMs = context.now();
    await sleep(watch.acceptedMs === undefined ? 50 : STATUS_EVERY_MS, AbortSignal.any([ended, context.signal])).catch(
      () => {},
    );
  }
}

function routesAccepted(status: ObjectStatus[]): boolean {
  const routes = status.filter(({ object }) => /Route\//.test(object));
  const accepted = ({ type, status: value }: Condition) => type === 'Accepted' && value === 'True';
  return (
    routes.length > 0 &&
    routes.every(
      ({ parts, generation }) =>
        parts.length > 0 &&
        parts.every(({ conditions }) =>
          conditions.some((one) => accepted(one) && one.observedGeneration === generation),
        ),
    )
  );
}

/** Changes of the canaries on the arms' Gateways that did not arrive while the look went on. */
function voidedBy(request: LookRequest, fromMs: number, toMs: number): string[] {
  const gateways = new Set(
    request.arms.flatMap((arm) => Object.values(arm.gateways).map(({ namespace, name }) => `${namespace}/${name}`)),
  );
  return request.canaries.flatMap((canary) => {
    const lost = gateways.has(canary.record.gateway) ? canary.lostBetween(fromMs, toMs) : 0;
    return lost === 0 ? [] : [`${lost} change(s) of the canary on Gateway ${canary.record.gateway} did not arrive`];
  });
}

function armRecord(context: RunContext, { arm, trail, appliedMs, acceptedMs }: ArmWatch): ArmRecord {
  const settledBefore = context.now() - context.limits.dwellMs;
  const before = trail.findLast(({ atMs }) => atMs <= settledBefore)?.status ?? [];
  const certificates = context.placement.certificates(arm);
  return {
    label: arm.label,
    namespaces: arm.namespaces,
    gateways: Object.fromEntries(
      Object.entries(arm.gateways).map(([name, gateway]) => {
        const address = gatewayAddress(context, gateway);
        const { namespace, shared, listeners } = gateway;
        return [
          name,
          { real: `${namespace}/${gateway.name}`, shared, listeners, ...(address === undefined ? {} : { address }) },
        ];
      }),
    ),
    ...(Object.keys(certificates).length === 0 ? {} : { certificates }),
    objects: context.placement.stored(arm),
    status: readStatus(context, arm, before),
    ...(appliedMs === undefined ? {} : { appliedMs }),
    ...(acceptedMs === undefined ? {} : { acceptedMs }),
  };
}
