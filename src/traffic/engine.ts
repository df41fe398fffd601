import { randomBytes } from 'node:crypto';
import type { TrafficSend } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import { classifyError } from './classify-error.ts';
import { Connections, type NumberedWire } from './connections.ts';
import { openWire, wireKey } from './open-wire.ts';
import { takeSample } from './sample.ts';
import { SilenceError, type Target } from './wire.ts';

export type { Target } from './wire.ts';

export interface TrafficEngineOptions {
  /** Id of the run: answers with another one are crosstalk. */
  run: string;
  /** Monotonic milliseconds since the run began; default: since the engine was made. */
  clock?: { now(): number };
}

export interface ExchangeOptions {
  /**
   * fresh: a connection of its own, closed afterwards. kept: the one of the last call with the same key and target, or a new
   * one (a new connectionId) where that has died. Nothing is ever sent twice. A WebSocket always has its own.
   */
  connection: 'fresh' | 'kept';
  /** Owner of kept connections, usually the arm. */
  key?: string;
  /** Ends the exchange as a fault, for interrupted runs. */
  signal?: AbortSignal;
  /** Limit for the whole exchange; default: `timeoutMs` of the exchange, else 2 s, for UDP 1 s. */
  limitMs?: number;
}

export interface SampleOptions extends Omit<ExchangeOptions, 'connection'> {
  /** Answers from other arms are counted as crosstalk. */
  arm: string;
  /** No request is started after this; default 60 s. What there is then counts. */
  deadlineMs?: number;
}

const LIMIT_MS = 2_000;
const UDP_LIMIT_MS = 1_000;

/** Sends exchanges and says what came back; it never judges. Failures are observations, nothing is thrown. */
export class TrafficEngine {
  readonly #run: string;
  readonly #clock: { now(): number };
  readonly #connections = new Connections();
  /** Nonces of different engines must differ: their requests may reach the same backends. */
  readonly #prefix = randomBytes(5).toString('hex');
  #lastNonce = 0;
  readonly #underWay = new Set<Limit>();

  constructor(options: TrafficEngineOptions) {
    const start = performance.now();
    this.#run = options.run;
    this.#clock = options.clock ?? { now: () => performance.now() - start };
  }

  /** One request, once, with a fresh nonce. */
  exchange(send: TrafficSend, target: Target, options: ExchangeOptions): Promise<Observation> {
    return this.#ask(send, target, options, this.#nonce(), false);
  }

  /**
   * Repeats the request `send.sample.count` times: 8 kept connections, or 16 fresh ones at a time. The nonces are that of the
   * observation with `.1`, `.2`, … appended. One fault ends it and is its outcome.
   */
  async sample(send: TrafficSend, target: Target, options: SampleOptions): Promise<Observation> {
    if (!('sample' in send) || send.sample === undefined) throw new TypeError('The exchange has no `sample`.');
    const nonce = this.#nonce();
    const { connections: connection, count } = send.sample;
    const atMs = this.#clock.now();
    const startedAt = performance.now();
    const { sampled, fault } = await takeSample({
      count,
      concurrency: connection === 'kept' ? 8 : 16,
      deadlineMs: options.deadlineMs ?? 60_000,
      startMs: atMs,
      run: this.#run,
      arm: options.arm,
      ask: (number) => this.#ask(send, target, { ...options, connection }, `${nonce}.${number}`, true),
    });
    return {
      outcome: fault === undefined ? 'sampled' : 'fault',
      atMs,
      elapsedMs: performance.now() - startedAt,
      connection,
      dialled: `${target.host}:${target.port}`,
      nonce,
      ...(fault?.error !== undefined && { error: fault.error }),
      sampled,
    };
  }

  /** Closes the kept connections of one owner, e.g. of an arm that is finished. */
  release(key: string): void {
    this.#connections.closeIdle((wire) => wire.startsWith(`${key}\n`));
  }

  /** Closes every connection; exchanges under way end as faults, for nobody may take them for refusals. */
  async close(): Promise<void> {
    for (const limit of this.#underWay) limit.abort(new Error('the traffic engine was closed'));
    this.#connections.closeAll();
  }

  #nonce(): string {
    return `${this.#prefix}-${++this.#lastNonce}`;
  }

  async #ask(
    send: TrafficSend,
    target: Target,
    options: ExchangeOptions,
    nonce: string,
    brief: boolean,
  ): Promise<Observation> {
    const atMs = this.#clock.now();
    const startedAt = performance.now();
    const limit = startLimit(send, options);
    this.#underWay.add(limit);
    const key = wireKey(send, target, options.key ?? '');
    let used: NumberedWire | undefined;
    const observe = (rest: Partial<Observation> & Pick<Observation, 'outcome'>): Observation => ({
      atMs,
      elapsedMs: performance.now() - startedAt,
      connection: options.connection,
      ...(used !== undefined && { connectionId: used.id }),
      dialled: `${target.host}:${target.port}`,
      nonce,
      ...(used?.wire.certificate !== undefined && { certificate: used.wire.certificate }),
      ...rest,
    });
    try {
      if (options.connection === 'kept') used = this.#connections.take(key);
      used ??= this.#connections.add(await openWire(send, target, limit.signal));
      const reply = await used.wire.ask(send, { nonce, authority: target.authority, brief, signal: limit.signal });
      // After an answer that was cut short the connection is in no known state.
      if (options.connection === 'fresh' || reply.error !== undefined) this.#connections.close(used.wire);
      else this.#connections.keep(key, used);
      return observe({ outcome: 'answered', ...reply });
    } catch (error) {
      if (used !== undefined) this.#connections.close(used.wire);
      return observe(classifyError(error));
    } finally {
      limit.stop();
      this.#underWay.delete(limit);
    }
  }
}

interface Limit {
  signal: AbortSignal;
  abort(reason: unknown): void;
  stop(): void;
}

function startLimit(send: TrafficSend, options: ExchangeOptions): Limit {
  const wantedMs = send.protocol === 'http' ? send.timeoutMs : undefined;
  const limitMs = options.limitMs ?? wantedMs ?? (send.protocol === 'udp' ? UDP_LIMIT_MS : LIMIT_MS);
  const controller = new AbortController();
  const giveUp = () => controller.abort(new SilenceError(`nothing within ${limitMs} ms`));
  // After a busy spell timers run before the answers that wait in the kernel: those are read first.
  const timer = setTimeout(() => setImmediate(giveUp), limitMs);
  const onAbort = () => controller.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    stop: () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
}
