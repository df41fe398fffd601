import { logChoose } from './log-gamma.ts';

/** Outcomes that are equally likely but for rounding count as equally extreme, as in R's binom.test. */
const TIE = 1 + 1e-7;

/** Probabilities of 0..n successes in n independent trials that each succeed with probability p. */
export function binomialDistribution(n: number, p: number): Float64Array {
  const probabilities = new Float64Array(n + 1);
  if (p <= 0 || p >= 1) {
    probabilities[p <= 0 ? 0 : n] = 1;
    return probabilities;
  }
  const logP = Math.log(p);
  const logQ = Math.log1p(-p);
  for (let k = 0; k <= n; k++) probabilities[k] = Math.exp(logChoose(n, k) + k * logP + (n - k) * logQ);
  return probabilities;
}

/**
 * Exact two-sided binomial test: the probability, under p, of every count that is at most as likely as the one observed
 * (Clopper and Pearson's "method of small p-values", R's binom.test). In [0, 1]. Throws RangeError for counts that cannot be.
 */
export function binomialTest(successes: number, trials: number, p: number): number {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials)
    throw new RangeError(`${successes} of ${trials} is no count of successes`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no probability`);
  const probabilities = binomialDistribution(trials, p);
  const limit = (probabilities[successes] ?? 0) * TIE;
  let sum = 0;
  for (const probability of probabilities) if (probability <= limit) sum += probability;
  return Math.min(1, sum);
}
