import { z } from 'zod';

/** Version of the rules in probe/decide.ts; cells of different rules are not comparable. */
export const RULES_VERSION = 1;

export const verdictSchema = z.enum([
  'supported',
  'rejected',
  'ignored',
  'incorrect',
  'partial',
  'absent',
  'inconclusive',
  'skipped',
  'error',
]);
export type Verdict = z.infer<typeof verdictSchema>;

/** A verdict with the rule of verdicts.md section 4 that decided it, and the reason in words. */
export const decisionSchema = z.strictObject({
  verdict: verdictSchema,
  rule: z.number().int().min(1).max(13),
  reason: z.string().describe('short, e.g. "status contradicts traffic", "unserved", "rejected but served"'),
  detail: z.string().optional().describe('the measured facts behind it'),
});
export type Decision = z.infer<typeof decisionSchema>;

/**
 * What one exchange showed in one arm, over its settled window. `unsampled` and `ambiguous` (both statements are met) decide nothing;
 * `unanswered` is silence that counts as an observation.
 */
export const outcomeSchema = z.enum([
  'expected',
  'control',
  'other',
  'unanswered',
  'crosstalk',
  'unsampled',
  'ambiguous',
  'fault',
]);
export type Outcome = z.infer<typeof outcomeSchema>;
