import type { Decision } from '../results/verdict.ts';
import { decide } from './decide.ts';
import { explainDecision } from './explain-decision.ts';
import type { ProbeFacts, UndecidedLook } from './outcomes.ts';
import { summarise } from './summarise.ts';

/** The verdict of one look, with the measured facts behind it. The runner stores it; `verify` makes it again from the file. */
export function decideLook(look: UndecidedLook, facts: ProbeFacts): Decision {
  const decision = decide(summarise(look, facts));
  const detail = explainDecision(decision, look, facts);
  return { ...decision, ...(detail === '' ? {} : { detail }) };
}
