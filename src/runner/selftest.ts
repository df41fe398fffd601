import type { Probe } from '../probe/definition.ts';
import type { ProbeResult } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import { askProbes } from './ask-probes.ts';
import { deleteRun } from './delete-run.ts';
import type { Limits } from './limits.ts';
import type { Mutant } from './run-options.ts';
import type { Session } from './session.ts';

const MUTANTS: Mutant[] = ['treatment is control', 'controller stopped', 'controller delayed', 'wrong backend'];
const DELETE_MS = 60_000;

/** How one probe took one mutant. */
export interface SelfTestCell {
  id: string;
  mutant: Mutant;
  controlled: boolean;
  verdict: Verdict;
  reason: string;
  /** What its verdict proves: it noticed (or was rightly unsure), it said `supported` where that was a lie, or it could not be judged. */
  outcome: 'noticed' | 'wrong' | 'right' | 'undecided' | 'not judged';
}

export interface SelfTestReport {
  cells: SelfTestCell[];
  /** Probes without a control arm: judged by the last three mutants only. */
  uncontrolled: string[];
  /** Undone between mutants: what could not be deleted. */
  left: string[];
}

export interface SelfTestOptions {
  probes: Probe[];
  seed: number;
  mutants?: Mutant[];
  limits?: Partial<Limits>;
}

/** Verdicts that a controller which ignores the field may rightly get: `ignored`, or a better reasoned no. */
const NOTICED: Verdict[] = ['ignored', 'rejected', 'incorrect', 'partial', 'absent'];

/**
 * Asks every probe on the real controller while its surroundings lie in four ways (verdicts.md section 6). None may give a wrong
 * `supported`; with the treatment replaced by the control every controlled probe must say `ignored` or better. What is right behind a
 * delayed controller is what an undisturbed one showed just before.
 */
export async function selfTest(session: Session, options: SelfTestOptions): Promise<SelfTestReport> {
  const cells: SelfTestCell[] = [];
  const left: string[] = [];
  const ask = async (probes: Probe[], mutant: Mutant | undefined): Promise<ProbeResult[]> => {
    session.options.emit({ event: 'note', text: mutant === undefined ? 'undisturbed' : `mutant: ${mutant}` });
    const names = session.nextNames();
    const { results } = await askProbes(
      session,
      {
        probes,
        selection: [],
        require: [],
        concurrency: 12,
        repeat: 1,
        seed: options.seed,
        secondLook: false,
        ...(mutant === undefined ? {} : { mutant }),
        // A stopped controller answers no fence: there is nothing to wait for.
        limits: { ...(mutant === 'controller stopped' ? { fenceMs: 5_000 } : {}), ...options.limits },
      },
      names,
    );
    session.signal.throwIfAborted();
    left.push(...(await deleteRun(session.client, names, DELETE_MS, session.signal)));
    return results.probes;
  };
  const mutants = options.mutants ?? MUTANTS;
  const undisturbed = mutants.includes('controller delayed') ? await ask(options.probes, undefined) : [];
  for (const mutant of mutants) {
    const probes = options.probes.filter(
      ({ uncontrolled }) => uncontrolled === undefined || mutant !== 'treatment is control',
    );
    for (const { id, decision, uncontrolled } of await ask(probes, mutant)) {
      const { verdict, reason } = decision;
      const truth = undisturbed.find((probe) => probe.id === id)?.decision.verdict;
      cells.push({
        id,
        mutant,
        controlled: uncontrolled === undefined,
        verdict,
        reason,
        outcome: judge(mutant, verdict, truth),
      });
    }
  }
  const uncontrolled = options.probes.filter((probe) => probe.uncontrolled !== undefined).map(({ id }) => id);
  return { cells, uncontrolled, left };
}

function judge(mutant: Mutant, verdict: Verdict, truth: Verdict | undefined): SelfTestCell['outcome'] {
  if (verdict === 'skipped' || verdict === 'error') return 'not judged';
  if (mutant === 'controller delayed')
    return verdict === 'inconclusive' ? 'undecided' : verdict === truth ? 'right' : 'wrong';
  if (verdict === 'supported') return 'wrong';
  if (mutant === 'treatment is control') return NOTICED.includes(verdict) ? 'noticed' : 'undecided';
  return 'noticed';
}
