import { compareHttp } from './compare-http.ts';
import { compareSamples, type DecideSplit } from './compare-samples.ts';
import { compareStatus } from './compare-status.ts';
import type { Expectation } from './exchange.ts';
import type { Observation } from './observation.ts';

export type Comparison =
  | { ok: true }
  | {
      ok: false;
      /** What was expected and what was there, in words; never empty. */
      mismatches: string[];
      /** An answer came from another run or another arm. */
      crosstalk: boolean;
      /** Nothing answered: refused, silent, a fault, no sample, or no status from the controller. */
      unanswered: boolean;
    };

export interface ComparisonContext {
  run: string;
  arm: string;
  /** SHA-256 of the DER, hex, of the certificate in each Secret, by the Secret's name in the manifests. */
  certificates?: Record<string, string>;
  /** What was asked, with the mapped host and the listener's port: a Location is resolved against it. */
  request?: { scheme: string; authority: string; port: number; path: string };
  /** Must be given where an expectation has `split`. */
  decideSplit?: DecideSplit;
}

/**
 * Whether an observation shows everything that the expectation states; host names in the expectation are mapped to the arm
 * before. An answer of another run or arm, or to another request, never fits; without an answer only `refused` can hold.
 */
export function meets(observation: Observation, expectation: Expectation, context: ComparisonContext): Comparison {
  const mismatches =
    observation.outcome === 'fault'
      ? [`the harness failed: ${describeOutcome(observation)}`]
      : [...compareMarks(observation, context), ...compareOutcome(observation, expectation, context)];
  if (mismatches.length === 0) return { ok: true };
  return { ok: false, mismatches, crosstalk: isCrosstalk(observation, context), unanswered: isUnanswered(observation) };
}

function compareOutcome(observation: Observation, expected: Expectation, context: ComparisonContext): string[] {
  if (observation.outcome === 'status') return compareStatus(observation.status, expected);
  if (observation.outcome === 'sampled') return compareSamples(observation.sampled, expected, context.decideSplit);
  const answered = observation.outcome === 'answered';
  if (expected.refused) return answered ? [`expected a refusal, got ${describeOutcome(observation)}`] : [];
  if (!answered) return [`expected an answer, got ${describeOutcome(observation)}`];
  return compareHttp(observation, expected, context);
}

/** Every backend answer must be ours and to this request, whatever else is expected. */
function compareMarks({ answerer, nonce }: Observation, { run, arm }: ComparisonContext): string[] {
  if (answerer === undefined) return [];
  if (answerer.run !== run) return [`crosstalk: answered by a backend of run ${answerer.run}, not ${run}`];
  if (answerer.arm !== arm) return [`crosstalk: answered by a backend of arm ${answerer.arm}, not ${arm}`];
  if (nonce !== undefined && answerer.nonce !== nonce) {
    return [`nonce: expected ${nonce}, got ${answerer.nonce || 'none'}: the answer is to another request`];
  }
  return [];
}

function isCrosstalk({ answerer, sampled }: Observation, { run, arm }: ComparisonContext): boolean {
  if (answerer !== undefined) return answerer.run !== run || answerer.arm !== arm;
  return (sampled?.byAnswer.crosstalk ?? 0) > 0;
}

function isUnanswered({ outcome, sampled, status }: Observation): boolean {
  if (outcome === 'sampled') {
    return Object.entries(sampled?.byAnswer ?? {}).every(([answer, n]) => n === 0 || isNoAnswer(answer));
  }
  if (outcome === 'status') return status?.found !== true;
  return outcome !== 'answered';
}

function isNoAnswer(answer: string): boolean {
  return answer === 'refused' || answer === 'silent';
}

/** One line for people: who answered, with which status, or what went wrong. */
export function describeOutcome({ outcome, answerer, http, grpc, error }: Observation): string {
  if (grpc !== undefined) return `gRPC ${grpc.name}${by(answerer)}`;
  if (http !== undefined) return `HTTP ${http.status}${by(answerer)}`;
  if (answerer !== undefined) return `an answer${by(answerer)}`;
  return error === undefined ? outcome : `${outcome} (${error.code}: ${error.message})`;
}

function by(answerer: Observation['answerer']): string {
  return answerer === undefined ? '' : ` from backend ${answerer.backend}`;
}
