import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../results/verdict.ts';
import type { DecidedLook } from './looks.ts';
import { combine, needsAnotherLook, sampleTenth } from './looks.ts';

/** `absent` is for lack of status; `absent by the API` is rule 3. */
type Shown = Verdict | 'absent by the API';
const RULE: Record<Shown, number> = {
  error: 1,
  skipped: 2,
  'absent by the API': 3,
  inconclusive: 4,
  supported: 7,
  partial: 8,
  rejected: 9,
  incorrect: 10,
  ignored: 11,
  absent: 13,
};
const looksOf = (...shown: Shown[]): DecidedLook[] =>
  shown.map((verdict, index) => ({
    number: index + 1,
    decision: { verdict: verdict === 'absent by the API' ? 'absent' : verdict, rule: RULE[verdict], reason: verdict },
  }));
const next = (shown: Shown[], sampledTenth = false) => needsAnotherLook(looksOf(...shown), { sampledTenth });

test.each<[Shown[], string | undefined]>([
  [['supported'], undefined],
  [['skipped'], undefined],
  [['absent by the API'], undefined],
  [['absent'], 'second'],
  [['ignored'], 'second'],
  [['rejected'], 'second'],
  [['incorrect'], 'second'],
  [['partial'], 'second'],
  [['inconclusive'], 'second'],
  [['error'], 'second'],
  [['ignored', 'ignored'], undefined],
  [['ignored', 'supported'], undefined],
  [['ignored', 'inconclusive'], 'third'],
  [['inconclusive', 'supported'], 'third'],
  [['error', 'rejected'], 'third'],
  [['inconclusive', 'inconclusive'], undefined],
  [['inconclusive', 'absent by the API'], undefined],
  [['inconclusive', 'supported', 'inconclusive'], undefined],
  [[], undefined],
])('after %j: %s', (shown, reason) => {
  expect(next(shown)).toBe(reason);
});

test('the sampled tenth doubts what is supported, and only that is called so', () => {
  expect(next(['supported'], true)).toBe('sampled tenth');
  expect(next(['ignored'], true)).toBe('second');
  expect(next(['supported', 'supported'], true)).toBeUndefined();
  expect(next(['supported', 'inconclusive'], true)).toBe('third');
});

test('a starved window is asked again apart', () => {
  const [look] = looksOf('inconclusive');
  expect(needsAnotherLook([{ ...look!, starved: { reasons: ['cpu'] } }], { sampledTenth: false })).toBe('window void');
});

test.each<[Shown[], Verdict, string]>([
  [['supported'], 'supported', 'supported'],
  [['ignored', 'ignored'], 'ignored', 'ignored'],
  [['ignored', 'supported'], 'inconclusive', 'unstable'],
  [['supported', 'ignored'], 'inconclusive', 'unstable'],
  [['inconclusive', 'supported'], 'inconclusive', 'unconfirmed'],
  [['inconclusive', 'supported', 'supported'], 'supported', 'supported'],
  [['inconclusive', 'supported', 'ignored'], 'inconclusive', 'unstable'],
  [['inconclusive', 'supported', 'inconclusive'], 'inconclusive', 'unconfirmed'],
  [['ignored', 'inconclusive', 'ignored'], 'ignored', 'ignored'],
  [['inconclusive', 'inconclusive'], 'inconclusive', 'inconclusive'],
  [['error', 'error'], 'error', 'error'],
  [['inconclusive', 'absent by the API'], 'absent', 'absent by the API'],
  [['skipped'], 'skipped', 'skipped'],
  [[], 'inconclusive', 'no look'],
])('%j gives %s (%s)', (shown, verdict, reason) => {
  expect(combine(looksOf(...shown))).toMatchObject({ verdict, reason });
});

test('an unstable verdict shows both', () => {
  expect(combine(looksOf('ignored', 'supported')).detail).toBe(
    'look 1: ignored (ignored); look 2: supported (supported)',
  );
});

const anyLooks = fc.array(fc.constantFrom(...(Object.keys(RULE) as Shown[])), { minLength: 1, maxLength: 5 });

test('asking until no look is needed ends after three at most, with a verdict that two looks or an undoubted one gave', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...(Object.keys(RULE) as Shown[])), { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      (answers, sampledTenth) => {
        let count = 1;
        while (needsAnotherLook(looksOf(...answers.slice(0, count)), { sampledTenth }) !== undefined) count++;
        expect(count).toBeLessThanOrEqual(3);
        const looks = looksOf(...answers.slice(0, count));
        const { verdict } = combine(looks);
        if (verdict === 'inconclusive' || verdict === 'error') return;
        const same = looks.filter(({ decision }) => decision.verdict === verdict).length;
        const undoubted =
          (verdict === 'supported' && count === 1 && !sampledTenth) ||
          looks.some(({ decision: { rule } }) => rule === 2 || rule === 3);
        expect(same >= 2 || undoubted).toBe(true);
      },
    ),
  );
});

test('two different decided verdicts are never decided, in whatever order; the order never makes a verdict', () => {
  fc.assert(
    fc.property(anyLooks, (shown) => {
      const decided = new Set(
        looksOf(...shown)
          .map(({ decision }) => decision.verdict)
          .filter((v) => v !== 'inconclusive' && v !== 'error'),
      );
      const { verdict, reason } = combine(looksOf(...shown));
      if (decided.size > 1) expect([verdict, reason]).toEqual(['inconclusive', 'unstable']);
      else if (decided.size === 1) expect([...decided, 'inconclusive']).toContain(verdict);
      if (decided.size > 0) expect(combine(looksOf(...shown.toReversed())).verdict).toBe(verdict);
    }),
  );
});

test('a tenth is a tenth, the same for a seed, whatever the order', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 80 });
  fc.assert(
    fc.property(ids, fc.integer(), (list, seed) => {
      const sample = sampleTenth(list, seed);
      expect(sample.size).toBe(Math.ceil(list.length / 10));
      expect(list).toEqual(expect.arrayContaining([...sample]));
      expect(sampleTenth(list.toReversed(), seed)).toEqual(sample);
    }),
  );
  const many = Array.from({ length: 100 }, (_, index) => `suite/probe-${index}`);
  expect(sampleTenth(many, 1)).not.toEqual(sampleTenth(many, 2));
});
