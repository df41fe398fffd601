import { isDeepStrictEqual } from 'node:util';
import { rollUp } from '../results/roll-up.ts';
import { rollUpFeatures } from '../results/roll-up-features.ts';
import type { Look, ProbeResult, Results } from '../results/schema.ts';
import type { Decision } from '../results/verdict.ts';
import { RULES_VERSION } from '../results/verdict.ts';
import { decideLook } from './decide-look.ts';
import { combine } from './looks.ts';

/** Something that a results file says and that its own evidence does not. */
export interface Difference {
  /** Id of the probe; absent where it is about a feature or the file. */
  probe?: string;
  feature?: string;
  look?: number;
  /** What differs: "verdict", "verdict over all looks", "roll-up", ... */
  fact: string;
  stored: string;
  recomputed: string;
}

/**
 * Recomputes every outcome, verdict and roll-up from the file alone, base features first, each from recomputed facts rather than stored
 * conclusions. Empty: the file says what its evidence proves.
 */
export function verify(results: Results): Difference[] {
  const differences: Difference[] = [];
  if (results.identity.rules !== RULES_VERSION)
    differences.push({ fact: 'rules version', stored: `${results.identity.rules}`, recomputed: `${RULES_VERSION}` });

  const base = results.probes.filter(({ looks }) => looks.every(({ requires }) => requires.length === 0));
  const decisions = new Map<string, Decision>();
  const baseVerdict = (feature: string): Look['requires'][number]['verdict'] | undefined => {
    const ofFeature = base.filter(({ features }) => features.includes(feature));
    if (ofFeature.length === 0) return undefined;
    return rollUp(ofFeature.flatMap(({ id }) => decisions.get(id)?.verdict ?? [])).verdict;
  };
  const dependent = results.probes.filter((probe) => !base.includes(probe));
  for (const probe of [...base, ...dependent])
    decisions.set(probe.id, verifyProbe(results.run, probe, baseVerdict, differences));

  const recomputed = rollUpFeatures(
    results.probes.map((probe) => ({ ...probe, decision: decisions.get(probe.id) ?? probe.decision })),
    results.claims,
  );
  return [...differences, ...compareFeatures(results.features, recomputed)];
}

function verifyProbe(
  run: string,
  probe: ProbeResult,
  baseVerdict: (feature: string) => Look['requires'][number]['verdict'] | undefined,
  differences: Difference[],
): Decision {
  const { id } = probe;
  const looks = probe.looks.map((look) => {
    const { decision: stored, ...undecided } = look;
    const requires = look.requires.map((base) => {
      const verdict = baseVerdict(base.feature) ?? base.verdict;
      if (verdict !== base.verdict)
        differences.push({
          probe: id,
          look: look.number,
          fact: `base feature ${base.feature}`,
          stored: base.verdict,
          recomputed: verdict,
        });
      return { ...base, verdict };
    });
    const decision = decideLook({ ...undecided, requires }, { ...probe, run });
    if (differs(stored, decision))
      differences.push({
        probe: id,
        look: look.number,
        fact: 'verdict',
        stored: inWords(stored),
        recomputed: inWords(decision),
      });
    return { ...look, decision };
  });
  const decision = combine(looks);
  if (differs(probe.decision, decision))
    differences.push({
      probe: id,
      fact: 'verdict over all looks',
      stored: inWords(probe.decision),
      recomputed: inWords(decision),
    });
  const safety = probe.looks.some(({ phases }) =>
    phases.some(({ exchanges }) => exchanges.some(({ exchange }) => exchange.safety === true)),
  );
  // A look that was decided before anything was asked shows no exchanges.
  if (safety && !probe.safety)
    differences.push({ probe: id, fact: 'whether it is a refusal', stored: 'false', recomputed: 'true' });
  return decision;
}

/** Details are words for people; a file may leave them out, not change them. */
const differs = (stored: Decision, recomputed: Decision): boolean =>
  stored.verdict !== recomputed.verdict ||
  stored.rule !== recomputed.rule ||
  stored.reason !== recomputed.reason ||
  (stored.detail !== undefined && stored.detail !== recomputed.detail);

const inWords = ({ verdict, rule, reason, detail }: Decision): string =>
  `${verdict} by rule ${rule} (${reason}${detail === undefined ? '' : `: ${detail}`})`;

function compareFeatures(stored: Results['features'], recomputed: Results['features']): Difference[] {
  const names = [...new Set([...stored, ...recomputed].map(({ feature }) => feature))].sort();
  return names.flatMap((feature) => {
    const [one, other] = [stored, recomputed].map((list) => list.filter((each) => each.feature === feature));
    if (isDeepStrictEqual(one, other)) return [];
    return [{ feature, fact: 'roll-up', stored: JSON.stringify(one), recomputed: JSON.stringify(other) }];
  });
}
