import type { Condition } from '../results/observation.ts';
import type { ArmRecord, ObjectStatus } from '../results/schema.ts';
import type { ProbeFacts, UndecidedLook } from './outcomes.ts';

/** What the treatment's status says (verdicts.md section 3), each item in words: "HTTPRoute/a parent gw: Accepted False (NotAllowed)". */
export interface StatusReading {
  /** Objects that the controller's own webhook refused. */
  refused: string[];
  /** Negative, stable, and not expected by the probe. */
  negative: string[];
  /** Objects of which the controller should have spoken and did not. */
  missing: string[];
  /** It spoke of none of them. */
  none: boolean;
  /** Used although they speak of an earlier generation. */
  stale: string[];
}

type Part = ObjectStatus['parts'][number];

/**
 * Reads the treatment's status. Objects of which the controller must speak are the probe's routes; where it has none, its Gateways and
 * GatewayClasses. `served`: whether any treatment traffic was served, for then Gateway and GatewayClass conditions say nothing against a
 * route probe.
 */
export function readStatus(look: UndecidedLook, facts: ProbeFacts, served: boolean): StatusReading {
  const arm = look.treatment;
  if (arm === undefined) return { refused: [], negative: [], missing: [], none: false, stale: [] };
  const isRouteProbe = arm.objects.some(({ object }) => isRoute(object));
  const isExpected = expectedConditions(look, facts);
  const ignoresGateways = isRouteProbe && served;
  const conditions = arm.status.flatMap(({ object, generation, parts }) =>
    parts.flatMap((part) =>
      part.conditions.filter(isWritten).map((condition) => ({ object, generation, part, condition })),
    ),
  );
  const spoken = new Set(conditions.map(({ object }) => object));
  const subjects = isRouteProbe ? routesAtEnd(look, arm) : arm.status.map(({ object }) => object);
  const silenceAllowed = new Set(
    look.phases.flatMap(({ exchanges }) =>
      exchanges.flatMap(({ exchange: { send, expect } }) =>
        send.protocol === 'status' && expect.absentCondition === true ? [send.object] : [],
      ),
    ),
  );
  const missing = subjects.filter((object) => !spoken.has(object) && !silenceAllowed.has(object));
  return {
    refused: arm.objects
      .filter(({ refusal }) => refusal?.by === 'webhook')
      .map(({ object, refusal }) => `${object}: ${refusal?.message}`),
    negative: conditions
      .filter(({ part, condition }) => part.stable && isNegative(part.part, condition, ignoresGateways))
      .filter(({ object, part, condition }) => !isExpected(object, part, condition))
      .map(({ object, part, condition }) => inWords(object, part, condition)),
    missing,
    none: subjects.length > 0 && missing.length === subjects.length,
    stale: conditions
      .filter(({ generation, condition }) => condition.observedGeneration !== generation)
      .map(({ object, part, condition }) => inWords(object, part, condition)),
  };
}

const isRoute = (object: string): boolean => /^[A-Za-z]+Route\//.test(object);

/** Gateway and GatewayClass are stored with conditions that say that no controller has spoken yet. */
const isWritten = ({ status, lastTransitionTime }: Condition): boolean =>
  !(status === 'Unknown' && lastTransitionTime?.startsWith('1970-01-01') === true);

/** `Unknown` and `Pending` are not negative; Gateway and GatewayClass conditions never decide a route probe that is served. */
function isNegative(part: string, { type, status, reason }: Condition, ignoresGateways: boolean): boolean {
  if (reason === 'Pending') return false;
  const [owner = ''] = part.split(' ');
  if (owner === 'listener') return status === 'False' && ['Accepted', 'Programmed', 'ResolvedRefs'].includes(type);
  if ((owner === 'gateway' || owner === 'class') && ignoresGateways) return false;
  return (
    (status === 'False' && ['Accepted', 'ResolvedRefs'].includes(type)) ||
    (status === 'True' && type === 'PartiallyInvalid')
  );
}

/** Routes that were stored and that no step has deleted since: the last step that names a route tells whether it is there. */
function routesAtEnd(look: UndecidedLook, arm: ArmRecord): string[] {
  const gone = new Map<string, boolean>();
  for (const { what, arm: which } of look.phases.flatMap(({ steps }) => steps)) {
    const [, verb, object] = /^(apply|delete) (\S+)/.exec(what) ?? [];
    if (verb !== undefined && object !== undefined && which !== 'control') gone.set(object, verb === 'delete');
  }
  const stored = arm.objects.filter((object) => isRoute(object.object) && object.stored !== undefined);
  return [...new Set(stored.map(({ object }) => object))].filter((object) => gone.get(object) !== true);
}

/** Conditions that the probe itself expects to be negative, by `expectsConditions` or by a status exchange of any phase. */
function expectedConditions(look: UndecidedLook, { expectsConditions = [] }: ProbeFacts) {
  const asked = look.phases.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ exchange: { send, expect } }) => {
      if (send.protocol !== 'status' || send.condition === undefined) return [];
      const negative = send.condition === 'PartiallyInvalid' ? 'True' : 'False';
      const mayBeNegative = expect.absentCondition === true && negative === 'False';
      return mayBeNegative || expect.condition?.status === negative ? [send] : [];
    }),
  );
  return (object: string, { part }: Part, { type }: Condition): boolean =>
    expectsConditions.some((expected) => expected.object === object && expected.condition === type) ||
    asked.some(
      (send) =>
        send.object === object && send.condition === type && addresses(object, part, send.gateway, send.listener),
    );
}

/** Whether a status exchange about this object reads this part of it. */
function addresses(object: string, part: string, gateway: string | undefined, listener: string | undefined): boolean {
  const [owner, place = ''] = part.split(' ');
  const [placeGateway, placeListener = placeGateway] = place.split('/');
  if (object.startsWith('Gateway/'))
    return listener === undefined ? owner === 'gateway' : owner === 'listener' && placeListener === listener;
  if (owner !== 'parent') return true;
  const [, sectionName] = place.split('/');
  return (gateway === undefined || placeGateway === gateway) && (listener === undefined || sectionName === listener);
}

const inWords = (object: string, { part }: Part, { type, status, reason }: Condition): string =>
  `${object} ${part}: ${type} ${status} (${reason})`;
