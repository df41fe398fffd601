import type { Results } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';

/** One required item, or without requirements one selected probe, as the results show it. */
export interface Requirement {
  /** Feature name or probe id. */
  item: string;
  state: 'met' | 'not met' | 'undecided';
  /** What was found, in words. */
  found: string;
}

/** A cell that says nothing of the controller: it passes no requirement and fails none. */
const UNDECIDED = new Set<Verdict>(['inconclusive', 'skipped', 'error']);

/**
 * What became of the required items; without requirements every selected probe must merely be decided. A feature with skipped probes is
 * undecided even when the rest is supported: skipped never passes (verdicts.md section 5).
 * @param selected ids of the probes that were to be asked; a partial run may lack some of them
 */
export function checkRequirements(results: Results, required: string[], selected: string[]): Requirement[] {
  if (required.length === 0)
    return selected.map((id) => ({ ...probeState(results, id), ...decidedSuffices(results, id) }));
  return required.map((item) => (item.includes('/') ? probeState(results, item) : featureState(results, item)));
}

function probeState(results: Results, id: string): Requirement {
  const probe = results.probes.find((candidate) => candidate.id === id);
  if (probe === undefined || probe.looks.length === 0) return { item: id, state: 'undecided', found: 'not run' };
  const { verdict, reason } = probe.decision;
  return { item: id, state: stateOf(verdict), found: verdict === 'supported' ? verdict : `${verdict}: ${reason}` };
}

/** Without requirements a decided verdict is enough, whatever it is. */
function decidedSuffices(results: Results, id: string): Pick<Requirement, 'state'> {
  const { state } = probeState(results, id);
  return { state: state === 'not met' ? 'met' : state };
}

function featureState(results: Results, feature: string): Requirement {
  const found = results.features.find((candidate) => candidate.feature === feature);
  if (found === undefined) return { item: feature, state: 'undecided', found: 'not run' };
  const { verdict, supported, skipped, total } = found;
  const words = `${verdict}, ${supported} of ${total} probes supported${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const notRun = results.probes.some(({ features, looks }) => features.includes(feature) && looks.length === 0);
  const state = stateOf(verdict) === 'met' && (skipped > 0 || notRun) ? 'undecided' : stateOf(verdict);
  return { item: feature, state, found: words };
}

const stateOf = (verdict: Verdict): Requirement['state'] =>
  verdict === 'supported' ? 'met' : UNDECIDED.has(verdict) ? 'undecided' : 'not met';
