import { createHash } from 'node:crypto';
import type { Look } from '../results/schema.ts';
import type { Decision, Verdict } from '../results/verdict.ts';

/** What the second look's rules see of a look. */
export type DecidedLook = Pick<Look, 'number' | 'decision'> & Partial<Pick<Look, 'starved'>>;

export type LookReason = 'second' | 'sampled tenth' | 'window void' | 'third';

const MOST_LOOKS = 3;

const isDecided = ({ decision }: DecidedLook): boolean =>
  decision.verdict !== 'inconclusive' && decision.verdict !== 'error';

/** `skipped`, and `absent` by the API: asking again would read the same CRDs. Other lacks (a base feature, no status) are asked again. */
const isFinal = ({ decision }: DecidedLook): boolean => decision.rule === 2 || decision.rule === 3;

const verdictsOf = (looks: readonly DecidedLook[]): Set<Verdict> =>
  new Set(looks.filter(isDecided).map(({ decision }) => decision.verdict));

/**
 * Why a probe must be looked at again, given its looks so far in order; undefined: its verdict stands. Whatever is not `supported` is
 * looked at a second time; of the `supported` ones those in the seeded tenth. Where only one of two looks decided, a third must confirm
 * it. Nothing is looked at more than three times, and two different verdicts need no more looks.
 */
export function needsAnotherLook(
  looks: readonly DecidedLook[],
  { sampledTenth }: { sampledTenth: boolean },
): LookReason | undefined {
  const last = looks.at(-1);
  if (last === undefined || looks.some(isFinal) || verdictsOf(looks).size > 1 || looks.length >= MOST_LOOKS)
    return undefined;
  if (looks.length > 1) return looks.filter(isDecided).length === 1 ? 'third' : undefined;
  if (last.decision.verdict === 'supported') return sampledTenth ? 'sampled tenth' : undefined;
  return last.starved === undefined ? 'second' : 'window void';
}

/**
 * The verdict over all looks. Decided looks must agree; two different verdicts are `inconclusive (unstable)`. One decided look among
 * undecided ones is `inconclusive (unconfirmed)`. The rule number of such a decision is that of the last look, which did not settle it.
 */
export function combine(looks: readonly DecidedLook[]): Decision {
  const last = looks.at(-1);
  if (last === undefined) return { verdict: 'inconclusive', rule: 4, reason: 'no look' };
  const decided = looks.filter(isDecided);
  const [first] = decided;
  const shown = looks
    .map(({ number, decision }) => `look ${number}: ${decision.verdict} (${decision.reason})`)
    .join('; ');
  if (first === undefined) return last.decision;
  if (verdictsOf(looks).size > 1)
    return { verdict: 'inconclusive', rule: last.decision.rule, reason: 'unstable', detail: shown };
  const final = decided.find(isFinal);
  if (final !== undefined) return final.decision;
  if (decided.length === 1 && looks.length > 1)
    return { verdict: 'inconclusive', rule: last.decision.rule, reason: 'unconfirmed', detail: shown };
  return first.decision;
}

/** A tenth of the ids, rounded up: the same for the same ids and seed, whatever their order. */
export function sampleTenth(ids: readonly string[], seed: number): Set<string> {
  const rank = (id: string) => createHash('sha256').update(`${seed}:${id}`).digest('hex');
  const ranked = [...new Set(ids)].map((id) => ({ id, rank: rank(id) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return new Set(ranked.slice(0, Math.ceil(ranked.length / 10)).map(({ id }) => id));
}
