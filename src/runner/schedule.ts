import pLimit from 'p-limit';
import type { Probe } from '../probe/definition.ts';

/** Timed probes that may be in flight together: they wait more than they work. */
const TIMED_AT_ONCE = 3;
/** Load probes wait for their fences side by side; their samples are taken one after the other (RunContext.sampling). */
const LOAD_AT_ONCE = 3;

/**
 * Runs one job per probe (verdicts.md section 2, "Scheduling classes"): `shared` ones `concurrency` at a time; beside them first the
 * `timed` ones, then the `load` ones, so that load and timed never overlap. Shared Gateways are ready first, so probes with
 * Gateways of their own come last. Rejects with the first error, after every job has ended.
 */
export async function schedule<T extends { probe: Probe }>(
  jobs: T[],
  concurrency: number,
  run: (job: T) => Promise<void>,
): Promise<void> {
  const of = (scheduling: Probe['scheduling']) =>
    jobs
      .filter(({ probe }) => probe.scheduling === scheduling)
      .sort((a, b) => Number(a.probe.gateways === 'own') - Number(b.probe.gateways === 'own'));
  const all = async (some: T[], atOnce: number) => {
    const limit = pLimit(atOnce);
    const settled = await Promise.allSettled(some.map((job) => limit(() => run(job))));
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  const apart = async () => {
    await all(of('timed'), TIMED_AT_ONCE);
    await all(of('load'), LOAD_AT_ONCE);
  };
  const lanes = await Promise.allSettled([all(of('shared'), concurrency), apart()]);
  const failed = lanes.find((lane) => lane.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
