import type { LimitFunction } from 'p-limit';
import type { InstalledController, RunningEnvironment } from '../environment/environment.ts';
import type { KubernetesClient } from '../kubernetes/client.ts';
import type { Profile } from '../profile/schema.ts';
import type { TrafficEngine } from '../traffic/engine.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { Limits } from './limits.ts';
import type { Placement } from './placement.ts';
import type { RunListener } from './run-events.ts';
import type { StarvationMonitor } from './starvation.ts';
import type { StatusCache } from './status-cache.ts';

/** What every part of a run works with. */
export interface RunContext {
  /** Id of the run: in every answer of a backend. */
  run: string;
  /** Part of every name and label: the id of the run, in a selftest with a letter for each mutant. */
  names: string;
  profile: Profile;
  /** GatewayClass of the run. */
  className: string;
  client: KubernetesClient;
  environment: RunningEnvironment;
  controller: InstalledController;
  engine: TrafficEngine;
  /** One sample at a time: two would measure each other. */
  sampling: LimitFunction;
  status: StatusCache;
  starvation: StarvationMonitor;
  placement: Placement;
  authority: CertificateAuthority;
  limits: Limits;
  /** Aborted when the run must end: interrupted, or a part of the environment died. */
  signal: AbortSignal;
  emit: RunListener;
  /** Waits until it is known whether a fault of the environment is behind an error; then `signal` is aborted. */
  causeOf(error: unknown): Promise<void>;
  /** Monotonic milliseconds since the run began. */
  now(): number;
}

/** Waits; ends at once, with the reason thrown, when the run must end. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
