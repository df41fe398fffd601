import { isDeepStrictEqual } from 'node:util';
import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

/**
 * Compares what a controller wrote. Whether it speaks of the current generation is not compared: the runner waits for that until its
 * deadline, then a stale status is used as it is, and the probes of observedGeneration pay for it (verdicts.md section 3).
 */
export function compareStatus(status: Observation['status'], expected: Expectation): string[] {
  const mismatches: string[] = [];
  if (expected.condition !== undefined) mismatches.push(...compareCondition(status, expected.condition));
  const { condition } = status ?? {};
  if (expected.absentCondition && condition?.status === 'True') {
    mismatches.push(
      `condition ${condition.type}: expected it to be absent or not True, got True (${condition.reason})`,
    );
  }
  if (expected.value !== undefined && !isDeepStrictEqual(expected.value, status?.value)) {
    mismatches.push(
      `value: expected ${JSON.stringify(expected.value)}, got ${JSON.stringify(status?.value) ?? 'none'}`,
    );
  }
  if (expected.valueNot !== undefined && isDeepStrictEqual(expected.valueNot, status?.value)) {
    mismatches.push(`value: expected any other than ${JSON.stringify(expected.valueNot)}`);
  }
  for (const field of Object.keys(expected)) {
    if (['condition', 'absentCondition', 'value', 'valueNot'].includes(field)) continue;
    mismatches.push(`${field}: cannot be seen in a status`);
  }
  return mismatches;
}

function compareCondition(status: Observation['status'], expected: NonNullable<Expectation['condition']>): string[] {
  if (status?.found !== true) return ['condition: the controller wrote no status here'];
  const { condition } = status;
  if (condition === undefined) return [`condition: expected ${expected.status}, there is none of this type`];
  const mismatches: string[] = [];
  if (condition.status !== expected.status) {
    mismatches.push(
      `condition ${condition.type}: expected ${expected.status}, got ${condition.status} (${condition.reason})`,
    );
  }
  const reasons = expected.reason === undefined ? undefined : [expected.reason].flat();
  if (reasons !== undefined && !reasons.includes(condition.reason)) {
    mismatches.push(`reason of ${condition.type}: expected ${reasons.join(' or ')}, got ${condition.reason}`);
  }
  return mismatches;
}
