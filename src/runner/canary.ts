import type { Results } from '../results/schema.ts';
import { applySentinelRoute, askSentinel } from './fence.ts';
import type { SharedGateway } from './plan/plan-arms.ts';
import { FENCE_DOMAIN, FENCE_LISTENER } from './plan/plan-arms.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

type CanaryRecord = Results['canaries'][number];

/**
 * A route on a shared Gateway that is changed every few seconds: while its changes arrive, the Gateway's configuration is alive. A change
 * that does not arrive voids the verdicts of that window (verdicts.md section 2).
 */
export class Canary {
  readonly record: CanaryRecord;
  readonly #context: RunContext;
  readonly #gateway: { namespace: string; name: string; fencePort: number; fenceListener: string };
  readonly #limitMs: number;
  #stopped = false;
  #loop: Promise<void> | undefined;

  constructor(context: RunContext, gateway: SharedGateway, httpPort: number) {
    this.#context = context;
    this.#gateway = {
      namespace: gateway.namespace,
      name: gateway.name,
      fencePort: httpPort,
      fenceListener: FENCE_LISTENER,
    };
    this.#limitMs = context.limits.canaryMs;
    this.record = { gateway: `${gateway.namespace}/${gateway.name}`, changes: [] };
  }

  /** The first change; resolves with whether it arrived, and goes on changing until `stop`. */
  async start(): Promise<boolean> {
    const alive = await this.#change(this.#context.limits.gatewayMs);
    this.#loop = this.#keepChanging();
    this.#loop.catch(() => {});
    return alive;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Changes that were made in this window, or were on their way in it, and did not arrive. */
  lostBetween(fromMs: number, toMs: number): number {
    return this.record.changes.filter(
      ({ appliedMs, seenMs }) =>
        appliedMs < toMs &&
        (seenMs ?? appliedMs + this.#limitMs) > fromMs &&
        seenMs === undefined &&
        appliedMs + this.#limitMs < this.#context.now(),
    ).length;
  }

  async #keepChanging(): Promise<void> {
    while (!this.#stopped) {
      await sleep(this.#context.limits.canaryEveryMs, this.#context.signal);
      if (!this.#stopped) await this.#change(this.#limitMs);
    }
  }

  async #change(limitMs: number): Promise<boolean> {
    const { now, signal } = this.#context;
    const host = `canary-${this.#gateway.name}.${FENCE_DOMAIN}`;
    const path = `/canary-${this.record.changes.length}`;
    const change: CanaryRecord['changes'][number] = { appliedMs: now() };
    this.record.changes.push(change);
    await applySentinelRoute(this.#context, this.#gateway, `canary-${this.#gateway.name}`, host, path);
    while (now() < change.appliedMs + limitMs) {
      if (await askSentinel(this.#context, this.#gateway, host, path)) {
        change.seenMs = now();
        return true;
      }
      await sleep(100, signal);
    }
    return false;
  }
}
