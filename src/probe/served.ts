import type { Observation } from '../results/observation.ts';
import type { ArmExchange } from '../results/schema.ts';
import { isFailure } from '../statistics/split.ts';
import type { OutcomeContext } from './outcome.ts';
import { isCrosstalk } from './outcome.ts';

/**
 * Whether traffic was served at any time of the settled window: by a backend of this arm, or by the Gateway itself as configured (a
 * redirect). A 404 or 500 of the Gateway, a refusal, silence and crosstalk are not service.
 */
export const wasServed = ({ settled }: ArmExchange, context: OutcomeContext): boolean =>
  settled.some(({ observation }) => isServed(observation, context));

function isServed(observation: Observation, context: OutcomeContext): boolean {
  if (observation.sampled !== undefined)
    return Object.entries(observation.sampled.byAnswer).some(([answer, count]) => count > 0 && isService(answer));
  if (isCrosstalk(observation, context)) return false;
  if (observation.answerer !== undefined || observation.message !== undefined) return true;
  if (observation.grpc !== undefined) return observation.grpc.code === 0;
  return observation.http !== undefined && observation.http.status >= 200 && observation.http.status < 400;
}

const isService = (answer: string): boolean => !isFailure(answer) || /^(status [23]\d\d|grpc OK)$/.test(answer);
