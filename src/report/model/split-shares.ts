import type { Expectation } from '../../results/exchange.ts';
import type { ArmExchange, ProbeResult } from '../../results/schema.ts';
import { clopperPearson } from '../../statistics/clopper-pearson.ts';

/** Of the exact intervals that are shown. */
export const CONFIDENCE = 0.99;

/** One answer's share of the samples of one exchange; proportions from 0 to 1. */
export interface Share {
  /** Backend name, `status NNN`, `refused`, ... */
  answer: string;
  count: number;
  total: number;
  observed: number;
  low: number;
  high: number;
  /** The share that was asked for; absent: an answer that was not asked for at all. */
  asked?: number;
}

/** Shares of the treatment's first sampled exchange in the look that decided last; empty where the probe samples nothing. */
export function splitShares({ looks }: ProbeResult): Share[] {
  for (const look of [...looks].reverse())
    for (const phase of look.phases)
      for (const { exchange, treatment } of phase.exchanges) {
        const shares = sharesOf(treatment, exchange.expect);
        if (shares.length > 0) return shares;
      }
  return [];
}

/** Pools the settled samples of one arm; answers in the order in which they were asked for, unasked ones last. */
export function sharesOf({ settled }: ArmExchange, { split }: Expectation): Share[] {
  const counts: Record<string, number> = {};
  for (const { observation, times } of settled)
    for (const [answer, count] of Object.entries(observation.sampled?.byAnswer ?? {}))
      counts[answer] = (counts[answer] ?? 0) + count * times;
  const total = sum(Object.values(counts));
  if (total === 0) return [];
  const weights = split ?? {};
  const weightSum = sum(Object.values(weights));
  const answers = [...new Set([...Object.keys(weights), ...Object.keys(counts)])];
  return answers.map((answer) => {
    const count = counts[answer] ?? 0;
    const weight = weights[answer];
    const asked = weight === undefined || weightSum === 0 ? {} : { asked: weight / weightSum };
    const [low, high] = clopperPearson(count, total, 1 - CONFIDENCE);
    return { answer, count, total, observed: count / total, low, high, ...asked };
  });
}

/** `v2 10.3 % [9.3, 11.5], asked 10 %`; what should get nothing is counted instead: `v3 7 of 2000, asked 0 %`. */
export function shareWords({ answer, count, total, observed, low, high, asked }: Share): string {
  if (asked === 0) return `${answer} ${count} of ${total}, asked 0 %`;
  const interval = `${answer} ${percent(observed)} % [${percent(low)}, ${percent(high)}]`;
  return asked === undefined
    ? `${interval}, not asked for`
    : `${interval}, asked ${Number((asked * 100).toFixed(1))} %`;
}

/** The shares that say everything: of two asked backends one is enough. */
export function tellingShares(shares: Share[]): Share[] {
  return shares.length === 2 && shares.every(({ asked }) => asked !== undefined && asked > 0)
    ? shares.slice(1)
    : shares;
}

const percent = (share: number): string => (share * 100).toFixed(1);
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
