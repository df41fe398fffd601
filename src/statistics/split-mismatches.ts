import type { SplitDecision } from './split.ts';

/** Why a split is not consistent, one line for each share, leak and error; empty when it is. */
export function splitMismatches({ consistent, n, alpha, tests, shares, leaks, errors }: SplitDecision): string[] {
  if (consistent) return [];
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const unlikely = shares
    .filter(({ pValue }) => pValue * tests <= alpha)
    .map(
      ({ answer, asked, seen, interval: [low, high], pValue }) =>
        `${answer}: asked ${percent(asked)}, got ${percent(seen)} of ${n} [${percent(low)}, ${percent(high)}], p = ${pValue.toExponential(1)}`,
    );
  const strict = Object.entries({ ...leaks, ...errors }).map(
    ([answer, count]) => `${answer}: ${count} of ${n}, asked for none`,
  );
  return [...unlikely, ...strict];
}
