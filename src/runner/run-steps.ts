import { refOf } from '../kubernetes/object.ts';
import type { Step } from '../probe/definition.ts';
import { setAt } from '../probe/json-pointer.ts';
import type { PhaseRecord } from '../results/schema.ts';
import { applyObject } from './apply-object.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { ownListeners } from './plan/plan-arms.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

/** A change in time, in one arm. Returns what was done, with marks. */
export async function runSteps(context: RunContext, arm: ArmPlan, steps: Step[]): Promise<PhaseRecord['steps']> {
  const done: PhaseRecord['steps'] = [];
  for (const step of steps) {
    const atMs = context.now();
    const what =
      step.do === 'wait'
        ? `wait ${step.ms} ms`
        : `${step.do} ${step.object}${step.do === 'patch' ? ` ${step.path}` : ''}`;
    if (step.do === 'wait') await sleep(step.ms, context.signal);
    else await change(context, arm, step);
    done.push({
      atMs,
      what,
      arm: arm.kind,
      ...(step.do === 'patch' ? { detail: JSON.stringify(step.value ?? null) } : {}),
    });
  }
  return done;
}

async function change(context: RunContext, arm: ArmPlan, step: Exclude<Step, { do: 'wait' }>): Promise<void> {
  const planned = arm.objects.find(({ ref }) => ref === step.object);
  if (planned === undefined)
    throw new Error(`step ${step.do}: ${step.object} is not among the objects of the ${arm.kind} arm`);
  if (step.do === 'delete') {
    await context.client.delete(refOf(planned.document), { signal: context.signal });
    return;
  }
  if (step.do === 'patch') {
    planned.manifest = structuredClone(planned.manifest);
    setAt(planned.manifest, step.path, step.value);
    planned.document = planned.render(planned.manifest);
    const placement = planned.manifest.kind === 'Gateway' ? arm.gateways[planned.manifest.metadata.name] : undefined;
    if (placement !== undefined)
      placement.listeners = ownListeners((planned.manifest.spec as { listeners: Record<string, unknown>[] }).listeners);
  }
  await applyObject(context, arm, planned);
}
