import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Probe } from '@kubernetes/client-node';
import type { ProbeTarget } from './probe.ts';
import { probeOnce } from './probe.ts';

export interface Readiness {
  started: boolean;
  ready: boolean;
}

export interface ReadinessOptions {
  target: ProbeTarget;
  signal: AbortSignal;
  onChange(readiness: Readiness): void;
  /** The startup probe failed for as long as it allows. */
  onStartupFailed(): void;
}

/** Until the first success: readiness is seen at once, whatever period the manifest asks for. */
const quickMs = 50;
const quickForMs = 20_000;

/**
 * Follows the startup and readiness probes of one running container until the signal is aborted. Initial delays are not waited
 * for, and liveness probes are left alone: a controller that gateproof itself pauses must not be restarted.
 */
export async function followReadiness(options: ReadinessOptions): Promise<void> {
  const { startupProbe, readinessProbe } = options.target.container;
  if (startupProbe && !(await startedUp(startupProbe, options))) return;
  if (options.signal.aborted) return;
  options.onChange({ started: true, ready: !readinessProbe });
  if (readinessProbe) await keepProbing(readinessProbe, options);
}

async function startedUp(probe: V1Probe, { target, signal, onStartupFailed }: ReadinessOptions): Promise<boolean> {
  const begin = performance.now();
  const limitMs = (probe.failureThreshold ?? 3) * periodMs(probe) + (probe.initialDelaySeconds ?? 0) * 1000;
  while (!signal.aborted) {
    if (await probeOnce(probe, target)) return true;
    if (performance.now() - begin > limitMs) {
      onStartupFailed();
      return false;
    }
    await pause(quickMs, signal);
  }
  return false;
}

async function keepProbing(probe: V1Probe, { target, signal, onChange }: ReadinessOptions): Promise<void> {
  const begin = performance.now();
  let ready = false;
  let successes = 0;
  let failures = 0;
  while (!signal.aborted) {
    if (await probeOnce(probe, target)) {
      successes++;
      failures = 0;
    } else {
      failures++;
      successes = 0;
    }
    if (signal.aborted) return;
    const next: boolean = ready ? failures < (probe.failureThreshold ?? 3) : successes >= (probe.successThreshold ?? 1);
    if (next !== ready) {
      ready = next;
      onChange({ started: true, ready });
    }
    const quick = !ready && performance.now() - begin < quickForMs;
    await pause(quick ? quickMs : periodMs(probe), signal);
  }
}

function periodMs(probe: V1Probe): number {
  return (probe.periodSeconds ?? 10) * 1000;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
