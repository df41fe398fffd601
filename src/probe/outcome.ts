import { meets } from '../results/compare.ts';
import type { Exchange, Expectation, Send } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import type { ArmExchange, ArmRecord } from '../results/schema.ts';
import type { Outcome } from '../results/verdict.ts';
import { decideSplit, SPLIT_SAMPLES } from '../statistics/split.ts';
import { splitMismatches } from '../statistics/split-mismatches.ts';
import { mapHost } from './host-names.ts';
import { portOf } from './listener-port.ts';

/** The arm in which an exchange was observed. */
export interface OutcomeContext {
  /** Id of the run; answers carry it. */
  run: string;
  arm: Pick<ArmRecord, 'label' | 'gateways' | 'certificates'>;
}

/** An expectation as it holds in one arm: host names carry its label. */
export function mapExpectation(expectation: Expectation, armLabel: string): Expectation {
  const { redirect, seen } = expectation;
  return {
    ...expectation,
    ...(redirect?.host === undefined ? {} : { redirect: { ...redirect, host: mapHost(redirect.host, armLabel) } }),
    ...(seen === undefined
      ? {}
      : {
          seen: {
            ...seen,
            ...(seen.host === undefined ? {} : { host: mapHost(seen.host, armLabel) }),
            ...(seen.sni === undefined ? {} : { sni: mapHost(seen.sni, armLabel) }),
          },
        }),
  };
}

/**
 * What an exchange showed in one arm over its settled window. Every settled observation must meet a statement for it to count as met.
 * Silence and refusals are observations only where something else on the same data plane was answered before and after, and the
 * question was repeated; otherwise, and with fewer samples than the exchange needs, the outcome is `unsampled`.
 */
export function outcomeOf(exchange: Exchange, shown: ArmExchange, context: OutcomeContext): Outcome {
  const { settled } = shown;
  const observations = settled.map(({ observation }) => observation);
  if (observations.length === 0) return 'unsampled';
  if (observations.some(({ outcome }) => outcome === 'fault')) return 'fault';
  if (observations.some((observation) => isCrosstalk(observation, context))) return 'crosstalk';
  const unanswered = settled.filter(({ observation }) => isUnanswered(observation));
  if (unanswered.length > 0 && !silenceCounts(shown)) return 'unsampled';
  if (observations.some((observation) => hasTooFewSamples(exchange.send, observation))) return 'unsampled';

  const meetAll = (statement: Expectation) =>
    observations.every((each) => meetsIn(context, exchange.send, statement, each));
  const asExpected = meetAll(exchange.expect);
  const asControl = exchange.control !== undefined && meetAll(exchange.control);
  if (asExpected && asControl) return 'ambiguous';
  if (asExpected) return 'expected';
  if (asControl) return 'control';
  return unanswered.length === settled.length ? 'unanswered' : 'other';
}

function meetsIn({ run, arm }: OutcomeContext, send: Send, statement: Expectation, observation: Observation): boolean {
  return meets(observation, mapExpectation(statement, arm.label), {
    run,
    arm: arm.label,
    certificates: arm.certificates ?? {},
    request: {
      scheme: 'scheme' in send ? send.scheme : 'http',
      authority: 'host' in send ? mapHost(send.host, arm.label) : '',
      port: portOf(send, arm.gateways) ?? 0,
      path: 'path' in send ? send.path : '',
    },
    decideSplit: ({ byAnswer }, weights) => {
      const decision = decideSplit(byAnswer, weights, { n: samplesNeeded(send) });
      if (decision === undefined) return { ok: false, mismatches: [`fewer than ${samplesNeeded(send)} samples`] };
      return decision.consistent ? { ok: true } : { ok: false, mismatches: splitMismatches(decision) };
    },
  }).ok;
}

/** An answer of another arm or run: never "served". */
export function isCrosstalk({ answerer, sampled }: Observation, { run, arm }: OutcomeContext): boolean {
  if ((sampled?.byAnswer.crosstalk ?? 0) > 0) return true;
  return answerer !== undefined && (answerer.run !== run || answerer.arm !== arm.label);
}

/** Nothing answered: once, or not one of all samples. */
const isUnanswered = ({ outcome, sampled }: Observation): boolean =>
  outcome === 'silent' ||
  outcome === 'refused' ||
  (sampled !== undefined &&
    Object.entries(sampled.byAnswer).every(
      ([answer, count]) => count === 0 || answer === 'silent' || answer === 'refused',
    ));

function silenceCounts({ settled, alive }: ArmExchange): boolean {
  const repeated = settled.reduce(
    (sum, { observation, times }) => sum + (isUnanswered(observation) ? times * (observation.sampled?.count ?? 1) : 0),
    0,
  );
  return alive?.before === true && alive.after && repeated >= 2;
}

const samplesNeeded = (send: Send): number =>
  Math.min(('sample' in send ? send.sample?.count : undefined) ?? SPLIT_SAMPLES, SPLIT_SAMPLES);

const hasTooFewSamples = (send: Send, { sampled }: Observation): boolean =>
  sampled !== undefined && Object.values(sampled.byAnswer).reduce((sum, count) => sum + count, 0) < samplesNeeded(send);
