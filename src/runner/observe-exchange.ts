import type { Exchange } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import { observeStatus } from './observe-status.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { targetOf } from './reach.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

const MIRROR_POLL_MS = 50;

/** One exchange in one arm, once. Never throws but when the run ends: what goes wrong is an observation. */
export async function observeExchange(
  context: RunContext,
  arm: ArmPlan,
  exchange: Exchange,
  connection: 'fresh' | 'kept',
): Promise<Observation> {
  const { send } = exchange;
  if (send.protocol === 'status') return observeStatus(context, arm, send);
  const target = targetOf(context, arm, send);
  if (target === undefined) {
    const atMs = context.now();
    return {
      outcome: 'silent',
      atMs,
      elapsedMs: 0,
      error: { code: 'NO_ADDRESS', message: 'the Gateway is not Programmed with an address' },
    };
  }
  const { sample: _sample, ...once } = send as typeof send & { sample?: unknown };
  const observation = await context.engine.exchange(once as typeof send, target, {
    connection,
    key: arm.label,
    signal: context.signal,
  });
  const mirrors = mirrorsOf(exchange);
  if (mirrors.length > 0 && observation.nonce !== undefined)
    observation.mirrored = await mirroredTo(context, arm, mirrors, observation.nonce, exchange);
  return observation;
}

const mirrorsOf = ({ expect, control }: Exchange): string[] => [
  ...new Set([...Object.keys(expect.mirrored ?? {}), ...Object.keys(control?.mirrored ?? {})]),
];

/** How often each backend saw the request. A mirrored request may come later than the answer; one that must not come is waited for in full. */
async function mirroredTo(
  context: RunContext,
  arm: ArmPlan,
  backends: string[],
  nonce: string,
  { expect, control }: Exchange,
): Promise<Record<string, number>> {
  const wanted = (arm.kind === 'control' ? (control ?? expect) : expect).mirrored ?? {};
  const deadline = context.now() + context.limits.mirrorMs;
  for (;;) {
    const counts = await Promise.all(
      backends.map(async (name) => {
        const backend = context.placement.backend(arm, name);
        return [
          name,
          backend === undefined ? 0 : (await context.environment.backends.seen(backend, nonce)).length,
        ] as const;
      }),
    );
    const complete = counts.every(([name, count]) => wanted[name] === true && count > 0);
    if (complete || context.now() >= deadline) return Object.fromEntries(counts);
    await sleep(MIRROR_POLL_MS, context.signal);
  }
}
