import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rollUp } from './roll-up.ts';
import type { Verdict } from './verdict.ts';
import { verdictSchema } from './verdict.ts';

test.each<[Verdict[], Verdict]>([
  [['supported', 'supported'], 'supported'],
  [['supported', 'incorrect', 'ignored', 'rejected', 'partial', 'error'], 'incorrect'],
  [['supported', 'ignored', 'rejected', 'partial', 'inconclusive'], 'ignored'],
  [['rejected', 'partial', 'absent'], 'rejected'],
  [['partial', 'inconclusive', 'supported'], 'partial'],
  [['supported', 'error'], 'inconclusive'],
  [['supported', 'absent', 'inconclusive'], 'inconclusive'],
  [['supported', 'absent'], 'partial'],
  [['absent', 'absent'], 'absent'],
  [['skipped', 'skipped'], 'skipped'],
  [['supported', 'skipped'], 'inconclusive'],
  [['absent', 'skipped'], 'inconclusive'],
  [['supported', 'absent', 'skipped'], 'partial'],
  [[], 'inconclusive'],
])('%j rolls up to %s', (verdicts, verdict) => {
  expect(rollUp(verdicts).verdict).toBe(verdict);
});

const any = fc.array(fc.constantFrom(...verdictSchema.options), { minLength: 1, maxLength: 12 });

test('counts, ignores order, and is supported only where every probe is', () => {
  fc.assert(
    fc.property(any, (verdicts) => {
      const rolled = rollUp(verdicts);
      expect(rollUp(verdicts.toReversed())).toEqual(rolled);
      expect(rolled.total).toBe(verdicts.length);
      expect(rolled.supported).toBe(verdicts.filter((verdict) => verdict === 'supported').length);
      expect(rolled.skipped).toBe(verdicts.filter((verdict) => verdict === 'skipped').length);
      expect(rolled.verdict === 'supported').toBe(rolled.supported === rolled.total);
    }),
  );
});

test('another probe never makes a verdict that is decided against the controller better', () => {
  const severity: Verdict[] = ['incorrect', 'ignored', 'rejected', 'partial'];
  const rank = (verdict: Verdict) => (severity.includes(verdict) ? severity.indexOf(verdict) : severity.length);
  fc.assert(
    fc.property(any, fc.constantFrom(...verdictSchema.options), (verdicts, more) => {
      // `partial` made of supported and absent is not yet a no: a probe that is undecided leaves it open again.
      fc.pre(verdicts.some((verdict) => severity.includes(verdict)));
      expect(rank(rollUp([...verdicts, more]).verdict)).toBeLessThanOrEqual(rank(rollUp(verdicts).verdict));
    }),
  );
});
