import type { Exchange } from '../results/exchange.ts';
import type { PhaseRecord } from '../results/schema.ts';
import { observeExchange } from './observe-exchange.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

type BackgroundRecord = NonNullable<PhaseRecord['background']>[number];

const EVERY_MS = 100;
const MOST = 400;

/** Keeps asking while something changes. Of a run of like answers the first and the last are kept: they mark when it changed. */
export function observeInBackground(
  context: RunContext,
  arms: ArmPlan[],
  exchanges: Exchange[],
): { stop(): Promise<BackgroundRecord[]> } {
  const records: BackgroundRecord[] = [];
  let stopped = false;
  const loops = arms.flatMap((arm) =>
    exchanges.map(async (exchange) => {
      let previous: string | undefined;
      let last: BackgroundRecord | undefined;
      for (let round = 0; !stopped && !context.signal.aborted; round++) {
        const observation = await observeExchange(context, arm, exchange, round % 2 === 0 ? 'fresh' : 'kept');
        const record = { exchange, arm: arm.kind, observation };
        const answer = `${observation.outcome} ${observation.http?.status ?? ''} ${observation.answerer?.backend ?? ''}`;
        if (answer !== previous) {
          if (last !== undefined) records.push(last);
          if (records.length < MOST) records.push(record);
          last = undefined;
        } else last = record;
        previous = answer;
        await sleep(EVERY_MS, context.signal);
      }
      if (last !== undefined) records.push(last);
    }),
  );
  // When the run ends, so do the loops; who awaits the phase learns of it.
  const all = Promise.allSettled(loops);
  return {
    async stop() {
      stopped = true;
      await all;
      return records.sort((a, b) => a.observation.atMs - b.observation.atMs);
    },
  };
}
