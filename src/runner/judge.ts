import { mapHost } from '../probe/host-names.ts';
import { mapExpectation } from '../probe/outcome.ts';
import { meets } from '../results/compare.ts';
import type { Exchange, Expectation } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import type { ArmKind } from './plan/labels.ts';
import { viaOf } from './reach.ts';
import type { RunContext } from './run-context.ts';

/** What this arm must show. */
export const expectationOf = (exchange: Exchange, kind: ArmKind): Expectation =>
  kind === 'control' ? (exchange.control ?? exchange.expect) : exchange.expect;

/** A refusal is observed until the grace ends, and again behind a later fence. */
export const isRefusal = (exchange: Exchange, kind: ArmKind): boolean =>
  kind === 'treatment' && (exchange.safety === true || exchange.expect.refused === true);

/** Whether one observation is what the arm must show. While a run goes on this only says how long to look; verdicts come from `probe/`. */
export function isAsExpected(context: RunContext, arm: ArmPlan, exchange: Exchange, observation: Observation): boolean {
  const { send } = exchange;
  // Until its deadline a status that speaks of an earlier generation is no answer yet.
  if (observation.status?.current === false) return false;
  const request =
    send.protocol === 'status'
      ? { scheme: 'http', authority: '', port: 0, path: '' }
      : {
          scheme: 'scheme' in send ? send.scheme : 'http',
          authority: 'host' in send ? mapHost(send.host, arm.label) : '',
          port: viaOf(arm, send).listener.port,
          path: 'path' in send ? send.path : '',
        };
  return meets(observation, mapExpectation(expectationOf(exchange, arm.kind), arm.label), {
    run: context.run,
    arm: arm.label,
    certificates: context.placement.certificates(arm),
    request,
  }).ok;
}
