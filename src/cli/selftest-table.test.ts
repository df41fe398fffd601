import { expect, test } from 'vitest';
import type { SelfTestCell, SelfTestReport } from '../runner/selftest.ts';
import { cannotNotice, isUnjudged, selfTestTable } from './selftest-table.ts';

const cell = (
  id: string,
  mutant: SelfTestCell['mutant'],
  verdict: SelfTestCell['verdict'],
  outcome: SelfTestCell['outcome'],
  controlled = true,
): SelfTestCell => ({ id, mutant, verdict, outcome, controlled, reason: '' });

const report: SelfTestReport = {
  cells: [
    cell('a/one', 'treatment is control', 'ignored', 'noticed'),
    cell('a/two', 'treatment is control', 'incorrect', 'noticed'),
    cell('a/three', 'treatment is control', 'supported', 'wrong'),
    cell('a/four', 'treatment is control', 'inconclusive', 'undecided'),
    cell('a/one', 'controller stopped', 'inconclusive', 'noticed'),
    cell('a/none', 'controller stopped', 'error', 'not judged', false),
    cell('a/one', 'controller delayed', 'supported', 'right'),
    cell('a/two', 'controller delayed', 'inconclusive', 'undecided'),
  ],
  uncontrolled: ['a/none'],
  left: [],
};

test('counts each mutant apart and names the uncontrolled probes', () => {
  expect(selfTestTable(report)).toBe(
    `mutant                asked  right  inconclusive  wrong  not judged
treatment is control  4      2      1             1      0
controller stopped    2      1      1             0      1
controller delayed    2      1      1             0      0

treatment is control: 1 of 4 controlled probes said ignored, 1 better reasoned
uncontrolled probes, judged by the other three mutants: 1
  a/none`,
  );
});

test('a wrong supported is a probe that cannot notice; undecided is right only behind a delayed controller', () => {
  expect(cannotNotice(report).map(({ id }) => id)).toEqual(['a/three']);
  expect(report.cells.filter(isUnjudged).map(({ id, mutant }) => `${id} ${mutant}`)).toEqual([
    'a/four treatment is control',
    'a/none controller stopped',
  ]);
});
