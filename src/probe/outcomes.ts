import type { Exchange } from '../results/exchange.ts';
import type { Look, ProbeResult } from '../results/schema.ts';
import type { Outcome } from '../results/verdict.ts';
import { outcomeOf } from './outcome.ts';
import { wasServed } from './served.ts';

/** A look before its decision. */
export type UndecidedLook = Omit<Look, 'decision'>;

/** What of run and definition a verdict rests on, beside the look. */
export interface ProbeFacts {
  run: string;
  /** Why there is no control arm; absent: there is one. */
  uncontrolled?: string | undefined;
  fields?: ProbeResult['fields'];
  expectsConditions?: ProbeResult['expectsConditions'];
  readings?: ProbeResult['readings'];
}

/** One exchange of a look, and what it showed. */
export interface ExchangeOutcome {
  phase: string;
  exchange: Exchange;
  /** Decides the verdict: it has a control statement, or the probe has no control arm. Otherwise it is a guard. */
  deciding: boolean;
  treatment: Outcome;
  /** Whether the treatment's traffic was served at all. */
  served: boolean;
  /** Absent where the probe has no control arm. */
  control?: Outcome;
  /** Whether the control shows what it must: its own statement, or for a guard the common one. */
  controlMet: boolean;
}

/** The outcomes of all exchanges of a look, in order. Nothing was observed in an arm that is not there. */
export function outcomesOf(look: UndecidedLook, { run, uncontrolled }: ProbeFacts): ExchangeOutcome[] {
  const controlled = uncontrolled === undefined;
  const { treatment, control } = look;
  return look.phases.flatMap((phase) =>
    phase.exchanges.map((asked): ExchangeOutcome => {
      const { control: statement, ...rest } = asked.exchange;
      const exchange: Exchange = controlled ? asked.exchange : rest;
      const controlOutcome: Outcome =
        control === undefined || asked.control === undefined
          ? 'unsampled'
          : outcomeOf(exchange, asked.control, { run, arm: control });
      return {
        phase: phase.name,
        exchange: asked.exchange,
        deciding: !controlled || statement !== undefined,
        treatment:
          treatment === undefined ? 'unsampled' : outcomeOf(exchange, asked.treatment, { run, arm: treatment }),
        served:
          treatment !== undefined &&
          exchange.send.protocol !== 'status' &&
          wasServed(asked.treatment, { run, arm: treatment }),
        ...(controlled ? { control: controlOutcome } : {}),
        controlMet: controlOutcome === (exchange.control === undefined ? 'expected' : 'control'),
      };
    }),
  );
}
