import { binomialTest } from './binomial-test.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { detectableShift } from './power.ts';

export const SPLIT_ALPHA = 1e-6;
export const SPLIT_SAMPLES = 3000;
/** The power at which `detects` is stated. */
const STATED_POWER = 0.95;

/** Whether an answer, as samples are counted, names no backend: refused, silent, crosstalk, a status. */
export const isFailure = (answer: string): boolean =>
  /^(refused|silent|crosstalk|fault|status \d+|grpc .+)$/.test(answer);

export interface SplitShare {
  answer: string;
  count: number;
  /** Share asked for, by the weights. */
  asked: number;
  /** Share seen, with its exact 99 % interval. */
  seen: number;
  interval: [low: number, high: number];
  /** Of the exact two-sided binomial test, before Bonferroni. */
  pValue: number;
}

export interface SplitDecision {
  consistent: boolean;
  /** Smallest of the tests' p-values, times their number (Bonferroni); at most 1. */
  pValue: number;
  /** Answers, failures included. */
  n: number;
  alpha: number;
  /** How many tests share alpha. */
  tests: number;
  shares: SplitShare[];
  /** Answers of backends with weight zero, or of none that was named. Any makes it inconsistent. */
  leaks: Record<string, number>;
  /** Refused, silent, crosstalk, or a status that no weight asks for. Any makes it inconsistent. */
  errors: Record<string, number>;
  /** The smallest shift of a share, either way, that is found with 95 %; undefined where n is too small for any. */
  readonly detects: number | undefined;
}

/**
 * Decides whether answers, counted by who gave them, agree with the weights that were asked for.
 *
 * One exact two-sided binomial test for each answer with a positive weight. With two of them the counts determine each other, so there is
 * one test; with more, alpha is divided by their number (Bonferroni), which keeps the chance of a wrong "inconsistent" for the
 * multinomial as a whole at most alpha. Leaks and errors are not tested but strict: one is enough. A weight may be given to a failure
 * (`status 500`), where a share of the weights points to nowhere.
 *
 * With the defaults, alpha 1e-6 and n 3000, a split asked as 70/30 that really is 64/36 is found in 98.3 % of runs, and one asked as
 * 90/10 that really is 86/14 in 97.4 %; a right one is called inconsistent less than once in a million.
 *
 * Returns undefined where there are fewer than `n` answers: no samples, no verdict.
 */
export function decideSplit(
  byAnswer: Record<string, number>,
  weights: Record<string, number>,
  options: { alpha?: number; n?: number } = {},
): SplitDecision | undefined {
  const { alpha = SPLIT_ALPHA, n: wanted = SPLIT_SAMPLES } = options;
  const counts = Object.entries(byAnswer).filter(([, count]) => count > 0);
  const n = counts.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0 || n < wanted) return undefined;

  const positive = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = positive.reduce((sum, [, weight]) => sum + weight, 0);
  const tests = positive.length === 2 ? 1 : Math.max(1, positive.length);
  const unasked = counts.filter(([answer]) => !((weights[answer] ?? 0) > 0));
  const shares = positive.map(([answer, weight]): SplitShare => {
    const count = byAnswer[answer] ?? 0;
    const asked = weight / total;
    const [low, high] = clopperPearson(count, n, 0.01);
    return { answer, count, asked, seen: count / n, interval: [low, high], pValue: binomialTest(count, n, asked) };
  });
  const pValue = Math.min(1, ...shares.map((share) => share.pValue * tests));
  return {
    consistent: positive.length > 0 && unasked.length === 0 && pValue > alpha,
    pValue,
    n,
    alpha,
    tests,
    shares,
    leaks: Object.fromEntries(unasked.filter(([answer]) => !isFailure(answer))),
    errors: Object.fromEntries(unasked.filter(([answer]) => isFailure(answer))),
    // Only reports ask for it, and it takes a search: computed when read.
    get detects() {
      const shifts = positive.map(([, weight]) =>
        detectableShift({ n, asked: weight / total, alpha: alpha / tests, power: STATED_POWER }),
      );
      return shifts.length === 0 || shifts.includes(undefined) ? undefined : Math.max(...(shifts as number[]));
    },
  };
}
