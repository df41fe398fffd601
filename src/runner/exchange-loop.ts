import type { Exchange } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import type { ArmExchange, FenceRecord } from '../results/schema.ts';
import { ExchangeRecord } from './exchange-record.ts';
import type { Fence } from './fence.ts';
import { applyFences } from './fence.ts';
import { expectationOf, isAsExpected, isRefusal } from './judge.ts';
import { observeExchange } from './observe-exchange.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

export interface LoopResult {
  exchanges: ArmExchange[];
  fences: FenceRecord[];
  graceMs: number;
}

type FallbackGateway = Parameters<typeof applyFences>[2];

/**
 * Asks the exchanges of one phase in one arm until they decide (verdicts.md section 2): behind the fence, a right answer is held for a
 * dwell over fresh and kept connections; a wrong one is looked at until the grace ends; a refusal until the grace ends and again behind
 * a later fence.
 */
export class ExchangeLoop {
  readonly #context: RunContext;
  readonly #arm: ArmPlan;
  readonly #exchanges: Exchange[];
  readonly #records: ExchangeRecord[];
  readonly #answers: Set<string>[];
  readonly #fences: Fence[];
  readonly #readsStatus: boolean;
  #round = 0;
  /** Whether all that is wrong is status that is not there yet, or speaks of an earlier generation. */
  #waitsForStatus = false;

  constructor(context: RunContext, arm: ArmPlan, exchanges: Exchange[], fences: Fence[]) {
    this.#context = context;
    this.#arm = arm;
    this.#exchanges = exchanges;
    this.#fences = fences;
    this.#readsStatus = exchanges.some(({ send }) => send.protocol === 'status');
    this.#records = exchanges.map(() => new ExchangeRecord());
    this.#answers = exchanges.map(() => new Set());
  }

  async run(fallback: FallbackGateway): Promise<LoopResult> {
    const { limits, now, signal } = this.#context;
    let graceMs = limits.graceMs;
    let goodSinceMs: number | undefined;
    let goodRounds = 0;
    const refusal = this.#exchanges.some((exchange) => isRefusal(exchange, this.#arm.kind));
    const fenceDeadline = Math.max(...this.#fences.map(({ record }) => record.appliedMs + record.deadlineMs));
    for (;;) {
      const behindFence = this.#fences.every(({ answered }) => answered);
      const startedMs = now();
      if (!(await this.#observeAll(behindFence))) {
        goodSinceMs = undefined;
        goodRounds = 0;
      } else if (behindFence) {
        goodSinceMs ??= startedMs;
        goodRounds++;
      }
      if (!behindFence) {
        if (now() > fenceDeadline + limits.intervalMs) break;
      } else {
        const caughtUp = this.#fences.map((fence) => fence.caughtUpMs(this.#readsStatus));
        const caughtUpMs = Math.max(...caughtUp.map((ms) => ms ?? Number.POSITIVE_INFINITY));
        const appliedMs = Math.min(...this.#fences.map(({ record }) => record.appliedMs));
        if (Number.isFinite(caughtUpMs))
          graceMs = Math.max(limits.graceMs, limits.graceFactor * (caughtUpMs - appliedMs));
        const held =
          goodSinceMs !== undefined && goodRounds >= limits.dwellRounds && now() - goodSinceMs >= limits.dwellMs;
        if (held && !refusal) break;
        const waits = this.#waitsForStatus && now() < caughtUpMs + limits.statusMs;
        if (now() >= caughtUpMs + graceMs && !waits && (held || goodSinceMs === undefined)) {
          await this.#lookAgain(refusal, fallback);
          break;
        }
      }
      await sleep(limits.intervalMs, signal);
    }
    return {
      exchanges: this.#records.map((record) => record.toArmExchange()),
      fences: this.#fences.map(({ record }) => record),
      graceMs,
    };
  }

  /** The last look: for a refusal behind a later fence; for a wrong answer because only what is still so after the grace decides. */
  async #lookAgain(refusal: boolean, fallback: FallbackGateway): Promise<void> {
    const { limits, signal } = this.#context;
    if (refusal) {
      const later = await applyFences(this.#context, this.#arm, fallback);
      this.#fences.push(...later);
      await Promise.all(later.map(({ settled }) => settled));
    }
    for (const record of this.#records) record.unsettle();
    for (let round = 0; round < limits.dwellRounds; round++) {
      if (round > 0) await sleep(limits.intervalMs, signal);
      await this.#observeAll(true, false);
    }
  }

  /** One round over all exchanges; true when every one is as this arm must show. Wrong answers unsettle what came before. */
  async #observeAll(behindFence: boolean, unsettleOnWrong = true): Promise<boolean> {
    const connection = this.#round++ % 2 === 0 ? 'fresh' : 'kept';
    const results = await Promise.all(
      this.#exchanges.map(async (exchange, index) => {
        const observation = await this.#observe(exchange, index, connection);
        const good = this.#isGood(exchange, index, observation);
        const record = this.#records[index] as ExchangeRecord;
        if (!behindFence) record.unsettle();
        record.add(observation, good);
        return good ? 'good' : observation.status?.current === false ? 'not written yet' : 'wrong';
      }),
    );
    const allGood = results.every((result) => result === 'good');
    this.#waitsForStatus = !allGood && !results.includes('wrong');
    if (unsettleOnWrong && !allGood) for (const record of this.#records) record.unsettle();
    return allGood;
  }

  /** Silence and refusals are asked again between two questions to the fence: only where that answers do they count. */
  async #observe(exchange: Exchange, index: number, connection: 'fresh' | 'kept'): Promise<Observation> {
    const observation = await observeExchange(this.#context, this.#arm, exchange, connection);
    const [fence] = this.#fences;
    if (!isSilence(observation) || fence === undefined || !fence.answered) return observation;
    const before = await fence.ask();
    const again = await observeExchange(this.#context, this.#arm, exchange, connection);
    if (isSilence(again)) this.#records[index]?.addAlive(before, await fence.ask());
    return again;
  }

  /** A sampled exchange is ready to be sampled when every positive backend has answered once. */
  #isGood(exchange: Exchange, index: number, observation: Observation): boolean {
    const { split } = expectationOf(exchange, this.#arm.kind);
    if (split === undefined) return isAsExpected(this.#context, this.#arm, exchange, observation);
    const answers = this.#answers[index] as Set<string>;
    if (observation.answerer !== undefined) answers.add(observation.answerer.backend);
    else if (observation.http !== undefined) answers.add(`status ${observation.http.status}`);
    return Object.entries(split).every(([answer, weight]) => weight === 0 || answers.has(answer));
  }
}

const isSilence = ({ outcome }: Observation): boolean => outcome === 'silent' || outcome === 'refused';
