import type { ObjectRef } from '../kubernetes/object.ts';
import type { FenceRecord } from '../results/schema.ts';
import type { ArmPlan, GatewayPlacement } from './plan/arm-plan.ts';
import { RUN_LABEL } from './plan/labels.ts';
import { FENCE_DOMAIN, SENTINEL } from './plan/plan-arms.ts';
import { gatewayAddress } from './reach.ts';
import type { RunContext } from './run-context.ts';
import { sleep } from './run-context.ts';

const POLL_MS = 100;
let sequence = 0;

type FenceGateway = Pick<GatewayPlacement, 'namespace' | 'name' | 'fencePort' | 'fenceListener'>;

/**
 * A fresh sentinel route on one Gateway, applied after everything it stands behind: when it answers, the controller and this data
 * plane have caught up with what was applied before it (verdicts.md section 2).
 */
export class Fence {
  readonly record: FenceRecord;
  /** Resolves when it answered or its deadline passed. */
  readonly settled: Promise<void>;
  readonly #context: RunContext;
  readonly #gateway: FenceGateway;

  private constructor(context: RunContext, gateway: FenceGateway, host: string) {
    this.#context = context;
    this.#gateway = gateway;
    this.record = {
      host,
      gateway: `${gateway.namespace}/${gateway.name}`,
      appliedMs: context.now(),
      deadlineMs: context.limits.fenceMs,
    };
    this.settled = this.#poll();
    this.#followStatus().catch(() => {});
    // The caller awaits it later; an abort before that is no unhandled rejection.
    this.settled.catch(() => {});
  }

  static async apply(context: RunContext, gateway: FenceGateway): Promise<Fence> {
    const name = `fence-${++sequence}`;
    const host = `${name}.${FENCE_DOMAIN}`;
    await applySentinelRoute(context, gateway, name, host, '/');
    return new Fence(context, gateway, host);
  }

  get answered(): boolean {
    return this.record.answeredMs !== undefined;
  }

  /**
   * When the grace begins: traffic answered and, for phases that read status, the sentinel's own status is written. A controller that
   * writes no status is waited for as long as any status is.
   */
  caughtUpMs(readsStatus: boolean): number | undefined {
    const { answeredMs, statusMs } = this.record;
    if (answeredMs === undefined || !readsStatus) return answeredMs;
    const latestMs = answeredMs + this.#context.limits.statusMs;
    if (statusMs !== undefined) return Math.max(answeredMs, statusMs);
    return this.#context.now() >= latestMs ? latestMs : undefined;
  }

  /** Whether the sentinel answers now, on a fresh connection. */
  async ask(): Promise<boolean> {
    return askSentinel(this.#context, this.#gateway, this.record.host, '/');
  }

  async #followStatus(): Promise<void> {
    const { now, limits, signal, status } = this.#context;
    const { namespace, name } = fenceRef(this.record);
    const written = () => {
      const route = status.get('HTTPRoute', namespace, name);
      const parents = (route?.status as { parents?: { controllerName: string }[] } | undefined)?.parents ?? [];
      return parents.some(({ controllerName }) => controllerName === this.#context.profile.controllerName)
        ? now()
        : undefined;
    };
    const statusMs = await status.until(written, limits.fenceMs + limits.statusMs, signal);
    if (statusMs !== undefined) this.record.statusMs = statusMs;
  }

  async #poll(): Promise<void> {
    const { now, limits, signal } = this.#context;
    while (now() < this.record.appliedMs + limits.fenceMs) {
      if (await this.ask()) {
        this.record.answeredMs = now();
        return;
      }
      await sleep(POLL_MS, signal);
    }
  }
}

/** The route behind a fence. */
export const fenceRef = ({ host, gateway }: FenceRecord): ObjectRef => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  namespace: gateway.split('/')[0] ?? '',
  name: host.split('.')[0] ?? '',
});

/** Fences on every Gateway of the arm; on the shared one where the arm has none. */
export async function applyFences(context: RunContext, arm: ArmPlan, fallback: FenceGateway): Promise<Fence[]> {
  const gateways = Object.values(arm.gateways);
  return Promise.all((gateways.length > 0 ? gateways : [fallback]).map((gateway) => Fence.apply(context, gateway)));
}

/** A plain HTTPRoute on the fence listener of a Gateway to the sentinel backend beside it. */
export async function applySentinelRoute(
  context: RunContext,
  gateway: FenceGateway,
  name: string,
  host: string,
  path: string,
): Promise<void> {
  await context.client.apply(
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name, namespace: gateway.namespace, labels: { [RUN_LABEL]: context.names } },
      spec: {
        parentRefs: [{ name: gateway.name, sectionName: gateway.fenceListener }],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: path } }],
            backendRefs: [{ name: SENTINEL, port: 8080 }],
          },
        ],
      },
    },
    { signal: context.signal },
  );
}

export async function askSentinel(
  context: RunContext,
  gateway: FenceGateway,
  host: string,
  path: string,
): Promise<boolean> {
  const address = gatewayAddress(context, gateway);
  if (address === undefined) return false;
  const observation = await context.engine.exchange(
    { protocol: 'http', host, path, method: 'GET', headers: [], scheme: 'http', version: '1.1' },
    { ...context.environment.reach(address, gateway.fencePort), authority: host },
    { connection: 'fresh', signal: context.signal },
  );
  return observation.answerer?.run === context.run && observation.answerer.backend === SENTINEL;
}
