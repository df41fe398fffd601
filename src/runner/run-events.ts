import type { EnvironmentFault } from '../environment/environment.ts';
import type { Decision } from '../results/verdict.ts';

/** What a run says of itself while it goes on; shown on stderr by the CLI. */
export type RunEvent =
  | { event: 'phase'; title: string; state: 'start' | 'done'; elapsedMs?: number }
  | { event: 'plan'; probes: number; arms: number; gateways: number }
  | {
      event: 'probe';
      id: string;
      state: 'start' | 'done';
      look: number;
      decision?: Decision;
      done: number;
      total: number;
      elapsedMs?: number;
    }
  | { event: 'fault'; fault: EnvironmentFault }
  | { event: 'note'; text: string };

export type RunListener = (event: RunEvent) => void;
