import type { Decision } from '../results/verdict.ts';
import type { DecisionInputs } from './decision-inputs.ts';

type Ruling = Pick<Decision, 'verdict' | 'reason'>;

/** One line of the table in verdicts.md section 4. */
export interface Rule {
  number: number;
  name: string;
  holds: (inputs: DecisionInputs) => boolean;
  verdict: (inputs: DecisionInputs) => Ruling;
}

const allAsExpected = ({ deciding, guards, safety, effect }: DecisionInputs): boolean =>
  deciding === 'expected' && guards === 'hold' && safety === 'held' && effect === 'none';
const isNegative = ({ status }: DecisionInputs): boolean => status === 'negative' || status === 'refused';
const lacksStatus = ({ status }: DecisionInputs): boolean => status === 'none' || status === 'none, alive';

/** Served although the controller says no; what its own webhook refused it did not take in, whatever the older object still does. */
const isServedAgainstStatus = ({ status, servedAsControl, safety }: DecisionInputs): boolean =>
  status !== 'refused' && (servedAsControl || safety === 'missed');

const WINDOW_REASONS = {
  'no baseline': 'baseline does not answer',
  'no fence': 'fence does not answer',
  starved: 'window starved',
};

/**
 * The rules, in order; the first that holds decides. The sentences below the table are parts of the rules: "no samples, no verdict" of
 * rule 4; a refusal by the controller's webhook of rule 9; "for lack of any status" of rule 13, so that what the controller never spoke
 * of is not "accepted" (11, 12); a refusal that fails is `incorrect` (10 and 13, never 11 or 12).
 */
export const rules: readonly Rule[] = [
  {
    number: 1,
    name: 'harness fault',
    holds: ({ fault }) => fault,
    verdict: () => ({ verdict: 'error', reason: 'harness fault' }),
  },
  {
    number: 2,
    name: 'cannot be asked here',
    holds: ({ skipped }) => skipped,
    verdict: () => ({ verdict: 'skipped', reason: 'cannot be asked here' }),
  },
  {
    number: 3,
    name: 'not stored by the API',
    holds: ({ api }) => api === 'not stored',
    verdict: () => ({ verdict: 'absent', reason: 'not stored by the API' }),
  },
  {
    number: 4,
    name: 'nothing can be seen, or nothing was',
    // Where a base feature is missing nothing needs to have been asked.
    holds: ({ window, observed, requires }) => window !== 'sound' || (!observed && requires === 'met'),
    verdict: ({ window }) => ({
      verdict: 'inconclusive',
      reason: window === 'sound' ? 'no samples' : WINDOW_REASONS[window],
    }),
  },
  {
    number: 5,
    name: 'a base feature is missing',
    holds: ({ requires }) => requires !== 'met',
    verdict: ({ requires }) =>
      requires === 'rejected'
        ? { verdict: 'rejected', reason: 'a base feature is rejected' }
        : { verdict: 'absent', reason: 'a base feature is absent' },
  },
  {
    number: 6,
    name: 'the control misses its own expectation',
    holds: ({ control }) => control === 'missed',
    verdict: () => ({ verdict: 'inconclusive', reason: 'control missed' }),
  },
  {
    number: 7,
    name: 'as expected, status not contradicting',
    holds: (inputs) => allAsExpected(inputs) && inputs.status === 'consistent',
    verdict: () => ({ verdict: 'supported', reason: 'as expected' }),
  },
  {
    number: 8,
    name: 'as expected, status negative or missing',
    holds: (inputs) => allAsExpected(inputs) && inputs.status !== 'consistent' && inputs.status !== 'refused',
    verdict: () => ({ verdict: 'partial', reason: 'status contradicts traffic' }),
  },
  {
    number: 9,
    name: 'negative, and not served as the control',
    holds: (inputs) => isNegative(inputs) && !isServedAgainstStatus(inputs),
    verdict: ({ status }) => ({
      verdict: 'rejected',
      reason: status === 'refused' ? 'an honest no, by webhook' : 'an honest no',
    }),
  },
  {
    number: 10,
    name: 'negative, and served as the control',
    holds: isNegative,
    verdict: () => ({ verdict: 'incorrect', reason: 'rejected but served' }),
  },
  {
    number: 11,
    name: 'all as the control',
    holds: (inputs) =>
      !lacksStatus(inputs) &&
      inputs.control === 'met' &&
      inputs.deciding === 'control' &&
      inputs.guards === 'hold' &&
      inputs.safety === 'held',
    verdict: () => ({ verdict: 'ignored', reason: 'accepted and without effect' }),
  },
  {
    number: 12,
    name: 'some as expected, the rest as the control',
    holds: (inputs) =>
      !lacksStatus(inputs) &&
      inputs.control === 'met' &&
      inputs.deciding === 'expected and control' &&
      inputs.guards === 'hold' &&
      inputs.safety === 'held',
    verdict: () => ({ verdict: 'partial', reason: 'some exchanges as expected, the rest without effect' }),
  },
  { number: 13, name: 'otherwise', holds: () => true, verdict: otherwise },
];

/** A refusal that was served is a hole whatever the status says; else, for lack of any status, only proof of life makes `absent`. */
function otherwise(inputs: DecisionInputs): Ruling {
  const { effect, guards, safety, served, status } = inputs;
  if (safety === 'held' && lacksStatus(inputs))
    return status === 'none, alive' && !served
      ? { verdict: 'absent', reason: 'no status, though the controller is alive' }
      : { verdict: 'inconclusive', reason: served ? 'served without any status' : 'no status, and no proof of life' };
  if (effect === 'crosstalk') return { verdict: 'incorrect', reason: 'crosstalk' };
  if (safety === 'missed') return { verdict: 'incorrect', reason: 'guard broken' };
  if (effect === 'unserved') return { verdict: 'incorrect', reason: 'unserved' };
  if (guards === 'broken') return { verdict: 'incorrect', reason: 'guard broken' };
  return { verdict: 'incorrect', reason: 'other effect' };
}

/** The verdict that the inputs prove, by the first rule that holds. Total: rule 13 always holds. */
export function decide(inputs: DecisionInputs): Decision {
  const rule = rules.find(({ holds }) => holds(inputs)) as Rule;
  return { ...rule.verdict(inputs), rule: rule.number };
}
