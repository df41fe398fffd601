import { claimOf, markClaim } from './claims.ts';
import { rollUp } from './roll-up.ts';
import type { FeatureResult, ProbeResult, Results } from './schema.ts';

type Rolled = Pick<ProbeResult, 'features' | 'decision'>;

/** Every feature that a probe names, sorted by name, with its rolled-up verdict, the claim about it and where the two contradict. */
export function rollUpFeatures(
  probes: readonly Rolled[],
  claims: Pick<Results['claims'], 'features'>,
): FeatureResult[] {
  const names = [...new Set(probes.flatMap(({ features }) => features))].sort();
  return names.map((feature) => {
    const decisions = probes.filter(({ features }) => features.includes(feature)).map(({ decision }) => decision);
    const rolled = rollUp(decisions.map(({ verdict }) => verdict));
    const claim = claimOf(feature, claims);
    // Rule 3 is the API's answer; the others speak of the controller.
    const lacksStatus = decisions.some(({ verdict, rule }) => verdict === 'absent' && rule !== 3);
    const mark = markClaim(rolled.verdict, lacksStatus, claim);
    return { feature, ...rolled, claim, ...(mark === undefined ? {} : { mark }) };
  });
}
