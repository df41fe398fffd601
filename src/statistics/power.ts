import { binomialDistribution } from './binomial-test.ts';

/**
 * Which counts of n the exact two-sided test at level alpha rejects, for the asked share p: the least likely ones, as many as fit.
 * The same set as `binomialTest(k, n, p) <= alpha`, for all k at once.
 */
export function rejectedCounts(n: number, p: number, alpha: number): boolean[] {
  const probabilities = binomialDistribution(n, p);
  const order = Array.from(probabilities.keys()).sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const rejected = new Array<boolean>(n + 1).fill(false);
  let sum = 0;
  for (let at = 0; at < order.length; ) {
    // Ties are taken together: the test cannot tell them apart.
    const limit = (probabilities[order[at] ?? 0] ?? 0) * (1 + 1e-7);
    let end = at;
    while (end < order.length && (probabilities[order[end] ?? 0] ?? 0) <= limit) {
      sum += probabilities[order[end] ?? 0] ?? 0;
      end++;
    }
    if (sum > alpha) break;
    for (; at < end; at++) rejected[order[at] ?? 0] = true;
  }
  return rejected;
}

/** Probability that the exact two-sided test of share `asked` at level alpha rejects, when the share really is `actual`. */
export function binomialPower({
  n,
  asked,
  actual,
  alpha,
}: {
  n: number;
  asked: number;
  actual: number;
  alpha: number;
}): number {
  const rejected = rejectedCounts(n, asked, alpha);
  return powerOf(rejected, actual);
}

/**
 * The smallest difference of a share, upwards and downwards alike, that the test finds with the wanted power; undefined where no share
 * in [0, 1] is found so surely.
 */
export function detectableShift(options: {
  n: number;
  asked: number;
  alpha: number;
  power: number;
}): number | undefined {
  const { n, asked, alpha, power } = options;
  const rejected = rejectedCounts(n, asked, alpha);
  const shifts = [-1, 1].map((direction) => {
    const farthest = direction < 0 ? asked : 1 - asked;
    if (farthest === 0 || powerOf(rejected, asked + direction * farthest) < power) return undefined;
    let low = 0;
    let high = farthest;
    while (high - low > 1e-4) {
      const middle = (low + high) / 2;
      if (powerOf(rejected, asked + direction * middle) >= power) high = middle;
      else low = middle;
    }
    return high;
  });
  const found = shifts.filter((shift) => shift !== undefined);
  return found.length === 0 ? undefined : Math.max(...found);
}

function powerOf(rejected: boolean[], actual: number): number {
  const probabilities = binomialDistribution(rejected.length - 1, actual);
  let sum = 0;
  for (const [k, isRejected] of rejected.entries()) if (isRejected) sum += probabilities[k] ?? 0;
  return Math.min(1, sum);
}
