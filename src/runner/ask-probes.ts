import pLimit from 'p-limit';
import type { Probe } from '../probe/definition.ts';
import { needsAnotherLook, sampleTenth } from '../probe/looks.ts';
import { TrafficEngine } from '../traffic/engine.ts';
import { assembleResults } from './assemble-results.ts';
import type { Canary } from './canary.ts';
import { createAuthority } from './certificates.ts';
import { defaultLimits } from './limits.ts';
import { withMutant } from './mutate.ts';
import { Placement } from './placement.ts';
import type { Plan } from './plan/plan-arms.ts';
import { planArms } from './plan/plan-arms.ts';
import { prepareArms, prepareOwnGateways } from './prepare-arms.ts';
import type { ProbeLooks } from './probe-looks.ts';
import { decideAll, withDecision } from './probe-looks.ts';
import type { RunContext } from './run-context.ts';
import { runLook } from './run-look.ts';
import type { AskOptions, RunOutcome } from './run-options.ts';
import { schedule } from './schedule.ts';
import type { Session } from './session.ts';
import { faultError } from './session.ts';
import { StarvationMonitor } from './starvation.ts';
import { StatusCache } from './status-cache.ts';

/** Second looks are "a few at a time". */
const SECOND_LOOKS_AT_ONCE = 4;
const MAX_LOOKS = 3;
const DELAYED_AT_ONCE = 20;

/** Asks the selected probes in an open session, on fresh Gateways and in fresh namespaces. Yields what was decided also when the run is ended early; throws only before any probe. */
export async function askProbes(
  session: Session,
  options: AskOptions,
  names: string = session.nextNames(),
): Promise<RunOutcome> {
  const asked: ProbeLooks[] = options.probes.map((probe) => ({ probe, looks: [] }));
  const canaries: Canary[] = [];
  await using opened = await openContext(session, names, options);
  const { context } = opened;
  let ended: unknown;
  try {
    await session.step('ask probes', () => askRound(session, context, options, asked, canaries, 1, () => 'first'));
    const tenth = new Set(
      sampleTenth(
        options.probes.map(({ id }) => id),
        options.seed,
      ),
    );
    for (let number = 2; options.secondLook !== false && number <= Math.max(MAX_LOOKS, options.repeat); number++) {
      const results = decideAll(asked, context.run);
      const doubted = new Map<ProbeLooks, string>();
      for (const one of asked) {
        const looks = results.find(({ id }) => id === one.probe.id)?.looks ?? [];
        const why =
          needsAnotherLook(looks, { sampledTenth: tenth.has(one.probe.id) }) ??
          (number <= options.repeat ? 'repeated' : undefined);
        if (why !== undefined) doubted.set(one, why);
      }
      if (doubted.size === 0) continue;
      const title = number === 2 ? 'second look' : `look ${number}`;
      await session.step(title, () =>
        askRound(session, context, options, [...doubted.keys()], canaries, number, (one) => doubted.get(one) ?? ''),
      );
    }
  } catch (error) {
    ended = error;
    if (!session.signal.aborted) throw error;
  }
  const why = ended === undefined ? undefined : endedBecause(session, ended);
  return {
    results: assembleResults(session, context, options, {
      asked,
      canaries,
      gatewayClass: opened.gatewayClass,
      partial: why,
    }),
    ...(session.fault === undefined ? {} : { fault: session.fault }),
    ...(why === undefined || session.fault !== undefined ? {} : { interrupted: why }),
  };
}

/** One look at each of these probes, on fresh Gateways. */
async function askRound(
  session: Session,
  context: RunContext,
  options: AskOptions,
  round: ProbeLooks[],
  canaries: Canary[],
  number: number,
  why: (one: ProbeLooks) => string,
): Promise<void> {
  const { profile } = context;
  const plan: Plan = planArms(
    round.map(({ probe }) => ({ probe, look: number })),
    {
      run: context.names,
      className: context.className,
      controllerName: profile.controllerName,
      ports: profile.ports,
      treatmentIsControl: options.mutant === 'treatment is control',
    },
  );
  context.emit({ event: 'plan', probes: round.length, arms: plan.arms.length, gateways: plan.shared.length });
  const fresh = await prepareArms(context, plan);
  canaries.push(...fresh);
  const [first] = plan.shared;
  if (first === undefined) throw new Error('the plan has no shared Gateway');
  const fallback = { ...first, fencePort: profile.ports.http, fenceListener: 'gateproof-fence' };
  const alive = await Promise.all(fresh.map((canary) => canary.start()));
  const baseline = alive.every(Boolean);
  if (!baseline)
    context.emit({ event: 'note', text: 'the baseline, a plain HTTPRoute, did not answer: nothing can be asked' });

  // Created once, when half of the probes that do without are done: their data planes start while the others are asked.
  const before = round.filter(({ probe }) => probe.gateways === 'shared').length / 2;
  let creating: Promise<void> | undefined;
  const ownGateways = () => {
    creating ??= prepareOwnGateways(context, plan);
    // Who needs them awaits this too, and learns of a failure then.
    creating.catch(() => {});
    return creating;
  };
  let done = 0;
  const jobs = round.map((one) => ({ probe: one.probe, one }));
  const atOnce = number === 1 ? options.concurrency : SECOND_LOOKS_AT_ONCE;
  const ask = async ({ probe, one }: (typeof jobs)[number]): Promise<void> => {
    const startedMs = context.now();
    context.emit({ event: 'probe', id: probe.id, state: 'start', look: number, done, total: round.length });
    const arms = plan.arms.filter((arm) => arm.probe === probe);
    if (probe.gateways === 'own') await ownGateways();
    const look = await runLook(context, {
      probe,
      arms,
      number: one.looks.length + 1,
      why: why(one),
      baseline,
      canaries: fresh,
      fallback,
    });
    one.looks.push(look);
    context.emit({
      event: 'probe',
      id: probe.id,
      state: 'done',
      look: number,
      decision: withDecision(probe, look, context.run, []).decision,
      done: ++done,
      total: round.length,
      elapsedMs: context.now() - startedMs,
    });
    if (done >= before) void ownGateways();
  };
  try {
    if (options.mutant !== undefined) await ownGateways();
    if (options.mutant === 'controller stopped') {
      // Nothing is served, so nothing can be in the way of anything.
      await withMutant(context, options.mutant, plan.arms, () => Promise.all(jobs.map(ask)));
    } else if (options.mutant === 'controller delayed') {
      // The arms of a batch are applied while the controller does not work; more at once would starve the runner.
      for (const batch of batches(jobs))
        await withMutant(context, options.mutant, plan.arms, () => Promise.all(batch.map(ask)));
    } else await withMutant(context, options.mutant, plan.arms, () => schedule(jobs, atOnce, ask));
  } finally {
    for (const canary of fresh) canary.stop();
  }
  session.signal.throwIfAborted();
}

/** Of one scheduling class each: load probes one by one. */
function batches<T extends { probe: Probe }>(jobs: T[]): T[][] {
  const batch = (scheduling: Probe['scheduling'], size: number) => {
    const some = jobs.filter(({ probe }) => probe.scheduling === scheduling);
    return Array.from({ length: Math.ceil(some.length / size) }, (_, index) =>
      some.slice(index * size, (index + 1) * size),
    );
  };
  return [...batch('shared', DELAYED_AT_ONCE), ...batch('timed', DELAYED_AT_ONCE), ...batch('load', 1)];
}

async function openContext(session: Session, names: string, options: AskOptions) {
  const { profile } = session.options;
  const limits = { ...defaultLimits, ...options.limits };
  const engine = new TrafficEngine({ run: session.options.runId, clock: { now: session.now } });
  const status = new StatusCache();
  const placement = new Placement();
  const gatewayClass = await session.step('accept GatewayClass', () => session.acceptClass(names));
  await status.start(session.client, names);
  const direct = async () => {
    const sentinel = placement.infraBackend(names);
    if (sentinel === undefined) return 0;
    const observation = await engine.exchange(
      {
        protocol: 'http',
        host: 'direct.example.net',
        path: '/',
        method: 'GET',
        headers: [],
        scheme: 'http',
        version: '1.1',
      },
      { host: sentinel.address, port: 8080, authority: 'direct.example.net' },
      { connection: 'kept', key: 'direct' },
    );
    if (observation.answerer === undefined) throw new Error(observation.error?.message ?? observation.outcome);
    return observation.elapsedMs;
  };
  const starvation = new StarvationMonitor(limits, session.now, direct);
  const context: RunContext = {
    run: session.options.runId,
    names,
    profile,
    className: gatewayClass.metadata.name,
    client: session.client,
    environment: session.environment,
    controller: session.controller,
    engine,
    sampling: pLimit(1),
    status,
    starvation,
    placement,
    authority: await createAuthority(names, profile.privateKeys),
    limits,
    signal: session.signal,
    emit: session.options.emit,
    causeOf: (error) => session.causeOf(error),
    now: session.now,
  };
  return {
    context,
    gatewayClass,
    async [Symbol.asyncDispose]() {
      starvation.stop();
      await status.stop();
      await engine.close();
    },
  };
}

function endedBecause(session: Session, error: unknown): string {
  if (session.fault !== undefined) return faultError(session.fault).message.split('\n')[0] ?? '';
  return error instanceof Error ? error.message : String(error);
}
