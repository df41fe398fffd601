import type { Verdict } from './verdict.ts';

export interface RollUp {
  verdict: Verdict;
  supported: number;
  skipped: number;
  total: number;
}

/** The first of these that any probe has decides its feature. */
const DECIDING: readonly Verdict[] = ['incorrect', 'ignored', 'rejected', 'partial'];

/**
 * The verdict of a feature from those of its probes (verdicts.md section 5). A skipped probe is counted and never passes: it makes
 * neither `supported` nor `absent`, because it might have said otherwise; where all are skipped, so is the feature. No probes:
 * `inconclusive`.
 */
export function rollUp(verdicts: readonly Verdict[]): RollUp {
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  return {
    verdict: verdictOf(verdicts),
    supported: count('supported'),
    skipped: count('skipped'),
    total: verdicts.length,
  };
}

function verdictOf(verdicts: readonly Verdict[]): Verdict {
  const has = (wanted: Verdict) => verdicts.includes(wanted);
  const deciding = DECIDING.find(has);
  if (deciding !== undefined) return deciding;
  if (verdicts.length === 0 || has('error') || has('inconclusive')) return 'inconclusive';
  if (has('supported') && has('absent')) return 'partial';
  return verdicts.every((verdict) => verdict === verdicts[0]) ? (verdicts[0] ?? 'inconclusive') : 'inconclusive';
}
