import { decideLook } from '../probe/decide-look.ts';
import type { Probe } from '../probe/definition.ts';
import { combine } from '../probe/looks.ts';
import { rollUp } from '../results/roll-up.ts';
import type { Look, ProbeResult } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import type { UndecidedLook } from './run-look.ts';

/** The looks at one probe as they come in. */
export interface ProbeLooks {
  probe: Probe;
  looks: UndecidedLook[];
}

/** Decides every look of every probe, base features first: rule 5 rests on their verdicts. Pure. */
export function decideAll(asked: ProbeLooks[], run: string): ProbeResult[] {
  const base = asked.filter(({ probe }) => probe.requires.length === 0).map((one) => toResult(one, run, []));
  const verdictOf = (feature: string): Verdict | undefined => {
    const verdicts = base.filter(({ features }) => features.includes(feature)).map(({ decision }) => decision.verdict);
    return verdicts.length === 0 ? undefined : rollUp(verdicts).verdict;
  };
  const dependent = asked
    .filter(({ probe }) => probe.requires.length > 0)
    .map((one) => {
      const requires = one.probe.requires.flatMap((feature) => {
        const verdict = verdictOf(feature);
        return verdict === undefined ? [] : [{ feature, verdict }];
      });
      return toResult(one, run, requires);
    });
  return [...base, ...dependent].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One look with its verdict. */
export function withDecision(probe: Probe, look: UndecidedLook, run: string, requires: Look['requires']): Look {
  const undecided = { ...look, requires };
  return { ...undecided, decision: decideLook(undecided, { ...factsOf(probe), run }) };
}

function toResult({ probe, looks }: ProbeLooks, run: string, requires: Look['requires']): ProbeResult {
  const decided = looks.map((look) => withDecision(probe, look, run, requires));
  const convergenceMs = convergenceOf(decided[0]);
  return {
    ...factsOf(probe),
    ...(probe.formerly.length === 0 ? {} : { formerly: probe.formerly }),
    checksum: probe.checksum,
    title: probe.title,
    level: probe.level,
    spec: probe.spec,
    looks: decided,
    decision: combine(decided),
    ...(convergenceMs === undefined ? {} : { convergenceMs }),
  };
}

/** The facts of a probe that a verdict rests on; they are in the results file, so that `verify` has them too. */
function factsOf(probe: Probe) {
  return {
    id: probe.id,
    revision: probe.revision,
    features: probe.features,
    scheduling: probe.scheduling,
    safety: probe.phases.some(({ exchanges }) => exchanges.some(({ safety }) => safety === true)),
    fields: probe.fields,
    expectsConditions: probe.expectsConditions,
    ...(probe.readings.length === 0 ? {} : { readings: probe.readings }),
    ...(probe.uncontrolled === undefined ? {} : { uncontrolled: probe.uncontrolled }),
  };
}

/** Applied → first answer that met every expectation of the first phase: the latest of its exchanges. */
function convergenceOf(look: Look | undefined): number | undefined {
  const applied = look?.treatment?.appliedMs;
  const first = look?.phases[0]?.exchanges.map(({ treatment }) => treatment.firstGoodMs) ?? [];
  if (applied === undefined || first.length === 0 || first.some((ms) => ms === undefined)) return undefined;
  return Math.max(0, Math.max(...(first as number[])) - applied);
}
