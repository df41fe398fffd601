import type { Observation } from '../results/observation.ts';
import type { ArmExchange } from '../results/schema.ts';

/** Collects what one arm shows on one exchange: marks in time, and the settled window that decides. */
export class ExchangeRecord {
  rounds = 0;
  firstGoodMs: number | undefined;
  lastWrong: Observation | undefined;
  #settled: { observation: Observation; times: number }[] = [];
  #alive: ArmExchange['alive'];

  add(observation: Observation, good: boolean): void {
    this.rounds++;
    if (good) this.firstGoodMs ??= observation.atMs + observation.elapsedMs;
    else this.lastWrong = observation;
    const key = meaning(observation);
    const equal = this.#settled.find((entry) => meaning(entry.observation) === key);
    if (equal === undefined) this.#settled.push({ observation, times: 1 });
    else equal.times++;
  }

  /** What was seen so far does not decide. */
  unsettle(): void {
    this.#settled = [];
    this.#alive = undefined;
  }

  /** Silence is an observation only where the fence answered before and after it. */
  addAlive(before: boolean, after: boolean): void {
    this.#alive = {
      before: before && (this.#alive?.before ?? true),
      after: after && (this.#alive?.after ?? true),
      what: 'the fence',
    };
  }

  toArmExchange(): ArmExchange {
    return {
      rounds: this.rounds,
      ...(this.firstGoodMs === undefined ? {} : { firstGoodMs: this.firstGoodMs }),
      ...(this.lastWrong === undefined
        ? {}
        : { lastWrongMs: this.lastWrong.atMs + this.lastWrong.elapsedMs, lastWrong: this.lastWrong }),
      settled: this.#settled,
      ...(this.#alive === undefined ? {} : { alive: this.#alive }),
    };
  }
}

/** What an observation says, without what differs from one request to the next. */
function meaning(observation: Observation): string {
  const {
    atMs: _at,
    elapsedMs,
    nonce,
    connectionId: _id,
    connection: _connection,
    answerer,
    seen,
    http,
    status,
    ...rest
  } = observation;
  // A nonce that is not the request's own is news; so is a duration of another order.
  const own = answerer === undefined || nonce === undefined || answerer.nonce === nonce;
  return JSON.stringify({
    ...rest,
    slow: Math.round(elapsedMs / 250),
    answerer: answerer && { ...answerer, nonce: own },
    seen: seen && { ...seen, headers: seen.headers?.filter(([name]) => !VOLATILE.has(name.toLowerCase())) },
    http: http && { ...http, headers: http.headers.filter(([name]) => !VOLATILE.has(name.toLowerCase())) },
    status: status && {
      ...status,
      condition: status.condition && { ...status.condition, lastTransitionTime: undefined },
    },
  });
}

const VOLATILE = new Set([
  'date',
  'x-gateproof-nonce',
  'x-request-id',
  'x-envoy-upstream-service-time',
  'x-forwarded-for',
  'x-envoy-external-address',
  'content-length',
  'connection',
  'sec-websocket-key',
  'sec-websocket-accept',
  'traceparent',
]);
