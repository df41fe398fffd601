import { expect, test } from 'vitest';
import type { Verdict } from '../results/verdict.ts';
import type { Rule } from './decide.ts';
import { decide, rules } from './decide.ts';
import type { DecisionInputs } from './decision-inputs.ts';

const domain: { [Key in keyof DecisionInputs]: readonly DecisionInputs[Key][] } = {
  fault: [false, true],
  skipped: [false, true],
  api: ['stored', 'not stored'],
  window: ['sound', 'no baseline', 'no fence', 'starved'],
  requires: ['met', 'rejected', 'absent'],
  observed: [true, false],
  control: ['met', 'missed', 'none'],
  status: ['consistent', 'refused', 'negative', 'missing', 'none', 'none, alive'],
  deciding: ['expected', 'control', 'expected and control', 'other'],
  servedAsControl: [false, true],
  guards: ['hold', 'broken'],
  safety: ['held', 'missed'],
  served: [false, true],
  effect: ['none', 'crosstalk', 'unserved', 'other'],
};
const keys = Object.keys(domain) as (keyof DecisionInputs)[];
const size = keys.reduce((product, key) => product * domain[key].length, 1);

/** Every point of the product, once. */
function* product(): Generator<DecisionInputs> {
  for (let point = 0; point < size; point++) {
    let rest = point;
    const inputs: Record<string, unknown> = {};
    for (const key of keys) {
      const values = domain[key];
      inputs[key] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    yield inputs as unknown as DecisionInputs;
  }
}

/** Points that a look can have: a refusal that was missed is not as expected, an uncontrolled probe has no control outcome, ... */
function isCoherent(inputs: DecisionInputs): boolean {
  const { deciding, guards, effect, safety, servedAsControl, served, control } = inputs;
  if ((effect === 'none') !== (deciding === 'expected' && guards === 'hold')) return false;
  if (safety === 'missed' && effect === 'none') return false;
  if (servedAsControl && (!served || deciding === 'expected')) return false;
  if (control === 'none' && (guards === 'broken' || servedAsControl || !['expected', 'other'].includes(deciding)))
    return false;
  return !(effect === 'crosstalk' && deciding !== 'other' && guards === 'hold');
}

const sound: DecisionInputs = {
  fault: false,
  skipped: false,
  api: 'stored',
  window: 'sound',
  requires: 'met',
  observed: true,
  control: 'met',
  status: 'consistent',
  deciding: 'expected',
  servedAsControl: false,
  guards: 'hold',
  safety: 'held',
  served: true,
  effect: 'none',
};
const decideBy = (list: readonly Rule[], inputs: DecisionInputs): Verdict | undefined =>
  list.find(({ holds }) => holds(inputs))?.verdict(inputs).verdict;

test('the rules are the 13 of the table, in its order', () => {
  expect(rules.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(13);
});

test('exactly one rule decides each point of the product, each rule is reached, and the invariants hold', () => {
  const reached = new Map<number, Set<Verdict>>();
  const broken: Record<string, DecisionInputs> = {};
  let points = 0;
  for (const inputs of product()) {
    points++;
    const deciders = rules.filter((rule, at) => rule.holds(inputs) && !rules.slice(0, at).some((r) => r.holds(inputs)));
    const { verdict, rule } = decide(inputs);
    const claim = (name: string, holds: boolean) => {
      if (!holds) broken[name] ??= inputs;
    };
    claim('one rule', deciders.length === 1 && deciders[0]?.number === rule);
    if (isCoherent(inputs)) reached.set(rule, (reached.get(rule) ?? new Set()).add(verdict));

    const {
      deciding,
      guards,
      safety,
      effect,
      control,
      window,
      observed,
      status,
      served,
      requires,
      api,
      skipped,
      fault,
    } = inputs;
    const asExpected = deciding === 'expected' && guards === 'hold' && effect === 'none';
    if (verdict === 'supported') {
      claim('supported: every exchange is as expected', asExpected && safety === 'held');
      claim('supported: the control was met or there is none', control !== 'missed');
      claim('supported: the window was sound', window === 'sound');
      claim('supported: something was observed', observed);
      claim('supported: status does not contradict', status === 'consistent');
      claim('supported: nothing is in the way', !fault && !skipped && api === 'stored' && requires === 'met');
    }
    if (verdict === 'ignored') {
      claim('ignored: the control was met', control === 'met');
      claim('ignored: accepted', status === 'consistent' || status === 'missing');
      claim('ignored: every deciding exchange is as the control', deciding === 'control' && guards === 'hold');
    }
    if (rule > 5) {
      if (verdict === 'absent')
        claim('absent for lack of status: alive, unserved', status === 'none, alive' && !served);
      claim(
        'a missed refusal is never partial, ignored or rejected',
        safety === 'held' || !(verdict === 'partial' || verdict === 'ignored'),
      );
      claim(
        'a missed refusal is incorrect',
        safety === 'held' || control === 'missed' || status === 'refused' || verdict === 'incorrect',
      );
      claim(
        'a controlled probe with a missed control is undecided',
        control !== 'missed' || verdict === 'inconclusive',
      );
    }
    claim(
      'a silent fence, a dead baseline or a starved window never decides for or against',
      window === 'sound' || ['error', 'skipped', 'absent', 'inconclusive'].includes(verdict),
    );
    claim(
      'without samples nothing is decided about the controller',
      observed || requires !== 'met' || ['error', 'skipped', 'absent', 'inconclusive'].includes(verdict),
    );
    claim(
      'rejected: by status, or by a base feature',
      verdict !== 'rejected' || rule === 5 || status === 'negative' || status === 'refused',
    );
    claim('error only for a fault', (verdict === 'error') === fault);
    claim('skipped only where it cannot be asked', verdict !== 'skipped' || skipped);
  }
  expect(points).toBe(size);
  expect(broken).toEqual({});
  expect(
    Object.fromEntries([...reached].sort(([a], [b]) => a - b).map(([rule, verdicts]) => [rule, [...verdicts].sort()])),
  ).toEqual({
    1: ['error'],
    2: ['skipped'],
    3: ['absent'],
    4: ['inconclusive'],
    5: ['absent', 'rejected'],
    6: ['inconclusive'],
    7: ['supported'],
    8: ['partial'],
    9: ['rejected'],
    10: ['incorrect'],
    11: ['ignored'],
    12: ['partial'],
    13: ['absent', 'inconclusive', 'incorrect'],
  });
}, 60_000);

test('each rule is needed: without it some look gets another verdict, or none', () => {
  const needed = new Set<number>();
  for (const inputs of product()) {
    if (needed.size === rules.length) break;
    if (!isCoherent(inputs)) continue;
    const { rule, verdict } = decide(inputs);
    if (needed.has(rule)) continue;
    if (
      decideBy(
        rules.filter(({ number }) => number !== rule),
        inputs,
      ) !== verdict
    )
      needed.add(rule);
  }
  expect([...needed].sort((a, b) => a - b)).toEqual(rules.map(({ number }) => number));
}, 60_000);

test('the order matters: exchanging two neighbours changes some verdict wherever both can hold with different verdicts', () => {
  const changed = new Set<string>();
  const overlapping = new Set<string>();
  for (const inputs of product()) {
    for (let at = 0; at + 1 < rules.length; at++) {
      const [one, next] = rules.slice(at, at + 2) as [Rule, Rule];
      if (!one.holds(inputs) || !next.holds(inputs) || rules.slice(0, at).some(({ holds }) => holds(inputs))) continue;
      if (one.verdict(inputs).verdict === next.verdict(inputs).verdict) continue;
      overlapping.add(`${one.number} before ${next.number}`);
      const swapped = [...rules.slice(0, at), next, one, ...rules.slice(at + 2)];
      if (decideBy(swapped, inputs) !== decideBy(rules, inputs)) changed.add(`${one.number} before ${next.number}`);
    }
  }
  expect(changed).toEqual(overlapping);
  expect([...changed].sort()).toEqual(
    [
      '1 before 2',
      '10 before 11',
      '12 before 13',
      '2 before 3',
      '3 before 4',
      '4 before 5',
      '5 before 6',
      '6 before 7',
      '8 before 9',
      '9 before 10',
    ].sort(),
  );
}, 60_000);

test.each<[string, Partial<DecisionInputs>, Verdict, number, string]>([
  ['as expected', {}, 'supported', 7, 'as expected'],
  ['as expected, without control', { control: 'none' }, 'supported', 7, 'as expected'],
  ['negative though served', { status: 'negative' }, 'partial', 8, 'status contradicts traffic'],
  ['served without any status', { status: 'none, alive' }, 'partial', 8, 'status contradicts traffic'],
  ['refused by webhook though all is as expected', { status: 'refused' }, 'rejected', 9, 'an honest no, by webhook'],
  [
    'negative and dropped: the control also shows 404',
    { status: 'negative', deciding: 'control', served: false, effect: 'other' },
    'rejected',
    9,
    'an honest no',
  ],
  [
    'negative and served as the control',
    { status: 'negative', deciding: 'control', servedAsControl: true, effect: 'other' },
    'incorrect',
    10,
    'rejected but served',
  ],
  [
    'negative and one of two served as the control',
    { status: 'negative', deciding: 'expected and control', servedAsControl: true, effect: 'other' },
    'incorrect',
    10,
    'rejected but served',
  ],
  [
    'ignored',
    { deciding: 'control', servedAsControl: true, effect: 'other' },
    'ignored',
    11,
    'accepted and without effect',
  ],
  [
    'a refusal that everything passes',
    { deciding: 'control', servedAsControl: true, safety: 'missed', effect: 'other' },
    'incorrect',
    13,
    'guard broken',
  ],
  [
    'two of three refusals',
    { deciding: 'expected and control', servedAsControl: true, safety: 'missed', effect: 'other' },
    'incorrect',
    13,
    'guard broken',
  ],
  [
    'two of three fields',
    { deciding: 'expected and control', servedAsControl: true, effect: 'other' },
    'partial',
    12,
    'some exchanges as expected, the rest without effect',
  ],
  ['unserved', { deciding: 'other', guards: 'broken', served: false, effect: 'unserved' }, 'incorrect', 13, 'unserved'],
  ['crosstalk', { deciding: 'other', effect: 'crosstalk' }, 'incorrect', 13, 'crosstalk'],
  ['other effect', { deciding: 'other', effect: 'other' }, 'incorrect', 13, 'other effect'],
  ['right reason, wrong traffic', { guards: 'broken', effect: 'other' }, 'incorrect', 13, 'guard broken'],
  [
    'no status, alive, unserved',
    { status: 'none, alive', deciding: 'control', served: false, effect: 'unserved' },
    'absent',
    13,
    'no status, though the controller is alive',
  ],
  [
    'no status, no proof of life',
    { status: 'none', deciding: 'control', served: false, effect: 'unserved' },
    'inconclusive',
    13,
    'no status, and no proof of life',
  ],
  [
    'no status, served as the control',
    { status: 'none, alive', deciding: 'control', servedAsControl: true, effect: 'other' },
    'inconclusive',
    13,
    'served without any status',
  ],
  [
    'a hole without any status',
    { status: 'none', deciding: 'control', servedAsControl: true, safety: 'missed', effect: 'other' },
    'incorrect',
    13,
    'guard broken',
  ],
  ['no samples', { observed: false }, 'inconclusive', 4, 'no samples'],
  [
    'base feature rejected, nothing asked',
    { observed: false, requires: 'rejected' },
    'rejected',
    5,
    'a base feature is rejected',
  ],
])('%s', (_name, change, verdict, rule, reason) => {
  expect(decide({ ...sound, ...change })).toEqual({ verdict, rule, reason });
});
