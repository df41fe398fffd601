import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

type Sampled = NonNullable<Observation['sampled']>;

/** Whether counted answers fit the weights; the statistics decide. */
export type DecideSplit = (
  sampled: Sampled,
  weights: Record<string, number>,
) => { ok: true } | { ok: false; mismatches: string[] };

/** What may be stated of many answers at once. */
const COUNTABLE = new Set(['backend', 'status', 'grpcStatus', 'refused', 'split']);

/** Compares pooled answers: `split` by the statistics, anything else must hold for every single one. */
export function compareSamples(
  sampled: Sampled | undefined,
  expected: Expectation,
  decideSplit: DecideSplit | undefined,
): string[] {
  if (sampled === undefined || sampled.count === 0) return ['expected samples, got none'];
  const mismatches = Object.entries(expected)
    .filter(([field, value]) => value !== undefined && !COUNTABLE.has(field))
    .map(([field]) => `${field}: cannot be seen in samples`);
  const allowed = allowedAnswers(expected);
  if (allowed !== undefined) {
    const others = Object.entries(sampled.byAnswer).filter(([answer, count]) => count > 0 && !allowed.includes(answer));
    mismatches.push(
      ...others.map(([answer, count]) => `samples: expected only ${allowed.join(' or ')}, got ${count} × ${answer}`),
    );
  }
  if (expected.split !== undefined) {
    if (decideSplit === undefined)
      throw new TypeError('An expectation has `split`, but nothing was given that decides it.');
    const decided = decideSplit(sampled, expected.split);
    if (!decided.ok) mismatches.push(...decided.mismatches);
  }
  return mismatches;
}

/** Names under which answers that fit are counted; undefined: only the split matters. */
function allowedAnswers({ backend, status, grpcStatus, refused }: Expectation): string[] | undefined {
  if (refused) return ['refused', 'silent'];
  if (backend !== undefined) return [backend];
  if (status !== undefined) return [status].flat().map((code) => `status ${code}`);
  return grpcStatus === undefined ? undefined : [`grpc ${grpcStatus}`];
}
