import type { Verdict } from '../../results/verdict.ts';

export interface VerdictWords {
  /** Differs in shape from every other, so that no verdict is told by colour alone. */
  symbol: string;
  meaning: string;
}

/** In the order of reading: what a user must know first comes first. */
export const VERDICTS: Record<Verdict, VerdictWords> = {
  incorrect: { symbol: '✖', meaning: 'wrong, with traffic that shows it' },
  ignored: { symbol: '!', meaning: 'accepted and without effect' },
  rejected: { symbol: '⊘', meaning: 'refused in its status: an honest no' },
  partial: { symbol: '◐', meaning: 'some of it works' },
  supported: { symbol: '✔', meaning: 'works, and the control shows that the field is the cause' },
  absent: { symbol: '–', meaning: 'not stored by the API, or no controller takes it up' },
  inconclusive: { symbol: '?', meaning: 'could not be decided' },
  error: { symbol: '⚠', meaning: 'a fault of gateproof or its environment' },
  skipped: { symbol: '»', meaning: 'cannot be asked here' },
};

export const VERDICT_ORDER = Object.keys(VERDICTS) as Verdict[];

/** The rules of verdicts.md section 4, in words. */
const RULES: Record<number, string> = {
  1: 'the harness failed',
  2: 'it cannot be asked here',
  3: 'the API does not store the kind or the probed field',
  4: "the run's baseline or this arm's fence did not answer, or the window was starved",
  5: 'a base feature that it needs was rejected or absent',
  6: 'the control missed its own stated expectation',
  7: 'every treatment exchange as expected, and status does not contradict',
  8: 'every treatment exchange as expected, but its status is negative or missing',
  9: 'a negative condition that the probe did not expect, and not served as the control',
  10: 'a negative condition that the probe did not expect, yet served as the control',
  11: 'every deciding exchange as the control, and guards hold: accepted, without effect',
  12: 'some deciding exchanges as expected, the rest as the control, and guards hold',
  13: 'none of the other rules: unserved, a broken guard, crosstalk or another effect',
};

export const ruleWords = (rule: number): string => RULES[rule] ?? `rule ${rule}`;
