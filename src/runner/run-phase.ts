import type { Phase } from '../probe/definition.ts';
import type { ArmExchange, FenceRecord, PhaseRecord } from '../results/schema.ts';
import { observeInBackground } from './background.ts';
import type { LoopResult } from './exchange-loop.ts';
import { ExchangeLoop } from './exchange-loop.ts';
import { applyFences } from './fence.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import type { ArmKind } from './plan/labels.ts';
import { targetOf } from './reach.ts';
import type { RunContext } from './run-context.ts';
import { runSteps } from './run-steps.ts';

export type FallbackGateway = Parameters<typeof applyFences>[2];

/** Steps, then fences, then exchanges; both arms side by side. The treatment's steps come before the control's. */
export async function runPhase(
  context: RunContext,
  arms: ArmPlan[],
  phaseIndex: number,
  fallback: FallbackGateway,
): Promise<PhaseRecord> {
  const phase = arms[0]?.phases[phaseIndex] as Phase;
  const background = observeInBackground(context, arms, phase.background);
  const steps: PhaseRecord['steps'] = [];
  for (const arm of arms) steps.push(...(await runSteps(context, arm, arm.phases[phaseIndex]?.steps ?? [])));

  const fences = await Promise.all(arms.map((arm) => applyFences(context, arm, fallback)));
  const loops = await Promise.all(
    arms.map((arm, index) => new ExchangeLoop(context, arm, phase.exchanges, fences[index] ?? []).run(fallback)),
  );
  for (const [index, arm] of arms.entries()) await sampleExchanges(context, arm, phase, loops[index] as LoopResult);
  const observed = await background.stop();

  const of = (kind: ArmKind) => loops[arms.findIndex((arm) => arm.kind === kind)];
  const treatment = of('treatment') as LoopResult;
  const control = of('control');
  return {
    name: phase.name,
    steps,
    fences: Object.fromEntries(
      arms.map((arm, index): [ArmKind, FenceRecord[]] => [arm.kind, loops[index]?.fences ?? []]),
    ) as PhaseRecord['fences'],
    graceMs: treatment.graceMs,
    exchanges: phase.exchanges.map((exchange, index) => {
      const controlled = control?.exchanges[index];
      return {
        exchange,
        treatment: treatment.exchanges[index] as ArmExchange,
        ...(controlled === undefined ? {} : { control: controlled }),
      };
    }),
    ...(observed.length === 0 ? {} : { background: observed }),
  };
}

/** Traffic splits: sampled once, after every positive backend has answered behind the fence; one arm after the other. */
async function sampleExchanges(context: RunContext, arm: ArmPlan, phase: Phase, loop: LoopResult): Promise<void> {
  for (const [index, { send }] of phase.exchanges.entries()) {
    if (send.protocol === 'status' || !('sample' in send) || send.sample === undefined) continue;
    const record = loop.exchanges[index];
    const target = targetOf(context, arm, send);
    if (record === undefined || target === undefined) continue;
    const observation = await context.sampling(() =>
      context.engine.sample(send, target, { arm: arm.label, key: arm.label, signal: context.signal }),
    );
    record.settled = [{ observation, times: 1 }];
  }
}
