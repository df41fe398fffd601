import type { Decision } from '../results/verdict.ts';
import type { ExchangeOutcome, ProbeFacts, UndecidedLook } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import { readStatus } from './read-status.ts';
import { recogniseReadings } from './recognise-readings.ts';
import { faultOf, notStored, silentFences, unobserved } from './summarise.ts';

/** The facts of a look that made its decision, in words; empty where there is nothing to add. */
export function explainDecision({ rule }: Decision, look: UndecidedLook, facts: ProbeFacts): string {
  const outcomes = outcomesOf(look, facts);
  const reading = readStatus(
    look,
    facts,
    outcomes.some(({ served }) => served),
  );
  const { refused, negative, missing, stale } = reading;
  const noStatus = missing.map((object) => `${object}: no status from the controller`);
  const unmet = outcomes.filter(({ treatment }) => treatment !== 'expected').map(treatmentInWords);
  const used = stale.map((condition) => `stale, and used: ${condition}`);
  switch (rule) {
    case 1:
      return faultOf(look, outcomes) ?? '';
    case 2:
      return look.skipped ?? '';
    case 3:
      return notStored(look, facts).join('; ');
    case 4:
      return nothingSeen(look, facts, outcomes);
    case 5:
      return look.requires
        .filter(({ verdict }) => verdict === 'rejected' || verdict === 'absent')
        .map(({ feature, verdict }) => `${feature} is ${verdict}`)
        .join('; ');
    case 6:
      return controlInWords(look, outcomes);
    case 7:
      return used.join('; ');
    case 8:
    case 9:
    case 10:
      return [...refused, ...negative, ...(rule === 8 ? noStatus : []), ...(rule === 8 ? [] : unmet), ...used].join(
        '; ',
      );
    default: {
      const read = recogniseReadings(look, facts).map((name) => `read as: ${name}`);
      return [...read, ...unmet, ...noStatus, ...used].join('; ');
    }
  }
}

function nothingSeen(look: UndecidedLook, facts: ProbeFacts, outcomes: ExchangeOutcome[]): string {
  if (!look.baseline) return "the run's plain HTTPRoute did not answer";
  if (look.starved !== undefined) return look.starved.reasons.join('; ');
  const fences = silentFences(look, facts);
  if (fences.length > 0) return fences.join('; ');
  if (!outcomes.some(({ deciding }) => deciding)) return 'no deciding exchange was asked';
  return unobserved(outcomes).map(treatmentInWords).join('; ');
}

function controlInWords(look: UndecidedLook, outcomes: ExchangeOutcome[]): string {
  const refused = (look.control?.objects ?? [])
    .filter(({ refusal }) => refusal !== undefined)
    .map(({ object, refusal }) => `control: ${object} was refused: ${refusal?.message}`);
  const missed = outcomes
    .filter(({ controlMet }) => !controlMet)
    .map(({ exchange, control }) => `control: "${exchange.name}" is ${WORDS[control ?? 'unsampled']}`);
  if (refused.length + missed.length > 0) return [...refused, ...missed].join('; ');
  return look.control === undefined ? 'there is no control arm' : 'nothing was asked of the control';
}

const WORDS = {
  expected: 'as the treatment must be',
  control: 'as the control',
  other: 'neither as expected nor as the control',
  unanswered: 'not answered',
  crosstalk: 'answered by another arm or run',
  unsampled: 'without an observation that counts',
  ambiguous: 'as expected and as the control at once',
  fault: 'a harness fault',
};

const treatmentInWords = ({ exchange, treatment }: ExchangeOutcome): string =>
  `"${exchange.name}" is ${WORDS[treatment]}`;
