import type { ArmPlan } from './plan/arm-plan.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';
import type { Mutant } from './run-options.ts';

export const CONTROLLER_DELAY_MS = 10_000;

/**
 * Makes the instrument's surroundings lie while `work` is done (verdicts.md section 6). "Treatment is control" is in the plan; the others
 * are done to the real controller and the real backends.
 */
export async function withMutant<T>(
  context: RunContext,
  mutant: Mutant | undefined,
  arms: ArmPlan[],
  work: () => Promise<T>,
): Promise<T> {
  const { controller, environment } = context;
  if (mutant === 'wrong backend') {
    const treatments = arms.filter(({ kind }) => kind === 'treatment');
    const pairs = treatments.map(({ label }, index): [string, string] => {
      const control = arms.find((arm) => arm.kind === 'control' && arm.label === label.replace(/-t(\d+)$/, '-c$1'));
      // Without a control arm the answers come from another probe's.
      return [label, control?.label ?? (treatments[(index + 1) % treatments.length] as ArmPlan).label];
    });
    await environment.backends.swapIdentities(pairs);
    try {
      return await work();
    } finally {
      await environment.backends.swapIdentities([]);
    }
  }
  if (mutant !== 'controller stopped' && mutant !== 'controller delayed') return work();
  await controller.pause();
  try {
    const working = work();
    working.catch(() => {});
    if (mutant === 'controller delayed') {
      await sleep(CONTROLLER_DELAY_MS, context.signal);
      await controller.resume();
    }
    return await working;
  } finally {
    await controller.resume();
  }
}
