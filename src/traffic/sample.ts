import type { Observation } from '../results/observation.ts';

const SERIES_PARTS = 10;
const FAILING_LIMIT = 20;

type Sampled = NonNullable<Observation['sampled']>;
type Counts = Record<string, number>;

export interface SampleOptions {
  count: number;
  concurrency: number;
  deadlineMs: number;
  /** Start of the sample on the clock of the observations. */
  startMs: number;
  run: string;
  arm: string;
  /** Sends request number 1, 2, … */
  ask(number: number): Promise<Observation>;
}

/** Pools answers by who gave them. Stops at the first fault: what the harness did wrong must not be counted. */
export async function takeSample(options: SampleOptions): Promise<{ sampled: Sampled; fault?: Observation }> {
  const answers: { atMs: number; answer: string }[] = [];
  const failing: Observation[] = [];
  const endAt = performance.now() + options.deadlineMs;
  let started = 0;
  let fault: Observation | undefined;
  const work = async () => {
    while (started < options.count && fault === undefined && performance.now() < endAt) {
      const observation = await options.ask(++started);
      if (observation.outcome === 'fault') {
        fault ??= observation;
        return;
      }
      const answer = answerOf(observation, options.run, options.arm);
      answers.push({ atMs: observation.atMs, answer: answer.name });
      if (!answer.served && failing.length < FAILING_LIMIT) failing.push(observation);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, options.count) }, work));
  const byAnswer: Counts = {};
  for (const { answer } of answers) add(byAnswer, answer);
  // Observations are JSON values as the results file wants them; zod's type for that has no undefined members.
  const failingJson = failing as unknown as Sampled['failing'];
  const sampled = { count: answers.length, byAnswer, series: series(answers, options.startMs), failing: failingJson };
  return fault === undefined ? { sampled } : { sampled, fault };
}

/** Name under which an answer is counted; a backend's own only when it is of this run and arm and answers this request. */
function answerOf(observation: Observation, run: string, arm: string): { name: string; served: boolean } {
  const { answerer, http, grpc, outcome, nonce } = observation;
  if (answerer !== undefined) {
    const served = answerer.run === run && answerer.arm === arm && answerer.nonce === nonce;
    return { name: served ? answerer.backend : 'crosstalk', served };
  }
  if (grpc !== undefined) return { name: `grpc ${grpc.name}`, served: false };
  if (http !== undefined) return { name: `status ${http.status}`, served: false };
  // Something that is not our backend spoke on a connection without statuses.
  return { name: outcome === 'answered' ? 'foreign' : outcome, served: false };
}

function series(answers: { atMs: number; answer: string }[], startMs: number): Sampled['series'] {
  if (answers.length === 0) return [];
  const lastMs = answers.reduce((latest, { atMs }) => Math.max(latest, atMs), startMs);
  const partMs = (lastMs - startMs) / SERIES_PARTS;
  const parts = Array.from({ length: SERIES_PARTS }, (_, part) => ({
    fromMs: startMs + part * partMs,
    byAnswer: {} as Counts,
  }));
  for (const { atMs, answer } of answers) {
    const part = partMs === 0 ? 0 : Math.min(SERIES_PARTS - 1, Math.floor((atMs - startMs) / partMs));
    add(parts[part]!.byAnswer, answer);
  }
  return parts;
}

function add(counts: Counts, answer: string): void {
  counts[answer] = (counts[answer] ?? 0) + 1;
}
