import type { Expectation } from '../results/exchange.ts';
import type { DecisionInputs } from './decision-inputs.ts';
import type { ExchangeOutcome, ProbeFacts, UndecidedLook } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import type { StatusReading } from './read-status.ts';
import { readStatus } from './read-status.ts';

/** Reduces a look to the finite inputs of the rules. Pure; reads nothing but its arguments. */
export function summarise(look: UndecidedLook, facts: ProbeFacts): DecisionInputs {
  const outcomes = outcomesOf(look, facts);
  const served = outcomes.some((outcome) => outcome.served);
  const reading = readStatus(look, facts, served);
  const deciding = outcomes.filter((outcome) => outcome.deciding);
  const unmet = outcomes.filter(({ treatment }) => treatment !== 'expected');
  const all = (list: ExchangeOutcome[], ...wanted: string[]) =>
    list.every(({ treatment }) => wanted.includes(treatment));
  return {
    fault: faultOf(look, outcomes) !== undefined,
    skipped: look.skipped !== undefined,
    api: notStored(look, facts).length === 0 ? 'stored' : 'not stored',
    window: windowOf(look, facts),
    requires: requiresOf(look),
    observed: reading.refused.length > 0 || (deciding.length > 0 && unobserved(outcomes).length === 0),
    control: controlOf(look, facts, outcomes, reading),
    status: statusOf(look, reading),
    deciding: all(deciding, 'expected')
      ? 'expected'
      : all(deciding, 'control')
        ? 'control'
        : all(deciding, 'expected', 'control')
          ? 'expected and control'
          : 'other',
    servedAsControl: deciding.some((outcome) => outcome.treatment === 'control' && outcome.served),
    guards: all(
      outcomes.filter((outcome) => !outcome.deciding),
      'expected',
    )
      ? 'hold'
      : 'broken',
    safety: unmet.some(isRefusalMissed) ? 'missed' : 'held',
    served,
    effect: effectOf(unmet),
  };
}

/** The harness fault of a look in words: its own, or that of an observation in either arm. */
export function faultOf(look: UndecidedLook, outcomes: ExchangeOutcome[]): string | undefined {
  if (look.fault !== undefined) return look.fault;
  const faulty = outcomes.find(({ treatment, control }) => treatment === 'fault' || control === 'fault');
  return faulty && `the harness failed at exchange "${faulty.exchange.name}"`;
}

/** What of the treatment the API did not store: an object that it refused, or a probed field that it pruned. */
export function notStored({ treatment }: UndecidedLook, { fields = [] }: ProbeFacts): string[] {
  return (treatment?.objects ?? []).flatMap(({ object, refusal, pruned = [] }) => {
    if (refusal !== undefined && refusal.by !== 'webhook') return [`${object}: ${refusal.message}`];
    const probed = fields.filter((field) => field.object === object);
    return pruned
      .filter((pointer) => probed.some(({ path }) => isWithin(pointer, path) || isWithin(path, pointer)))
      .map((pointer) => `${object} ${pointer} was pruned`);
  });
}

const isWithin = (pointer: string, outer: string): boolean => pointer === outer || pointer.startsWith(`${outer}/`);

/** A phase that was begun without a fence in each arm, or whose fence did not answer, tells nothing. */
function windowOf(look: UndecidedLook, facts: ProbeFacts): DecisionInputs['window'] {
  if (!look.baseline) return 'no baseline';
  if (look.starved !== undefined) return 'starved';
  return silentFences(look, facts).length > 0 ? 'no fence' : 'sound';
}

/** Phases and arms whose fence is not there or never answered. */
export function silentFences(look: UndecidedLook, { uncontrolled }: ProbeFacts): string[] {
  const arms = uncontrolled === undefined ? (['treatment', 'control'] as const) : (['treatment'] as const);
  return look.phases.flatMap(({ name, fences }) =>
    arms.flatMap((arm) => {
      const applied = fences[arm] ?? [];
      if (applied.length === 0) return [`phase "${name}", ${arm}: no fence was applied`];
      return applied
        .filter(({ answeredMs }) => answeredMs === undefined)
        .map(({ host, deadlineMs }) => `phase "${name}", ${arm}: ${host} did not answer within ${deadlineMs} ms`);
    }),
  );
}

function requiresOf({ requires }: UndecidedLook): DecisionInputs['requires'] {
  const has = (wanted: string) => requires.some(({ verdict }) => verdict === wanted);
  return has('rejected') ? 'rejected' : has('absent') ? 'absent' : 'met';
}

/** Exchanges whose treatment shows nothing that counts. */
export const unobserved = (outcomes: ExchangeOutcome[]): ExchangeOutcome[] =>
  outcomes.filter(({ treatment }) => treatment === 'unsampled' || treatment === 'ambiguous');

/**
 * A control whose objects were not stored shows nothing about the control. Where a webhook refused the treatment, traffic need not have
 * been asked: that the control was admitted is the comparison.
 */
function controlOf(
  look: UndecidedLook,
  { uncontrolled }: ProbeFacts,
  outcomes: ExchangeOutcome[],
  { refused }: StatusReading,
): DecisionInputs['control'] {
  if (uncontrolled !== undefined) return 'none';
  const admitted = look.control?.objects.every(({ refusal }) => refusal === undefined) === true;
  const asked = outcomes.length > 0 || refused.length > 0;
  return admitted && asked && outcomes.every(({ controlMet }) => controlMet) ? 'met' : 'missed';
}

function statusOf(look: UndecidedLook, reading: StatusReading): DecisionInputs['status'] {
  if (reading.refused.length > 0) return 'refused';
  if (reading.negative.length > 0) return 'negative';
  if (reading.none) return look.proofOfLife === undefined ? 'none' : 'none, alive';
  return reading.missing.length > 0 ? 'missing' : 'consistent';
}

/** Served although it must be refused; another refusal than the one expected is wrong too, but is no hole. */
export const isRefusalMissed = ({ exchange, treatment, served }: ExchangeOutcome): boolean =>
  exchange.safety === true && treatment !== 'expected' && (treatment === 'control' || served);

function effectOf(unmet: ExchangeOutcome[]): DecisionInputs['effect'] {
  if (unmet.length === 0) return 'none';
  if (unmet.some(({ treatment }) => treatment === 'crosstalk')) return 'crosstalk';
  const unserved = unmet.every(
    ({ exchange, served }) => exchange.send.protocol !== 'status' && wantsService(exchange.expect) && !served,
  );
  return unserved ? 'unserved' : 'other';
}

/** Whether the expectation is that something is served, not an error or a refusal. */
function wantsService({ refused, backend, status, grpcStatus }: Expectation): boolean {
  if (refused === true) return false;
  if (backend !== undefined) return true;
  const statuses = status === undefined ? [] : [status].flat();
  return !statuses.some((code) => code >= 400) && (grpcStatus === undefined || grpcStatus === 'OK');
}
