/**
 * When to look (verdicts.md section 2), in milliseconds. None of these is a speed setting: shorter values would buy time with verdicts.
 */
export interface Limits {
  /** A Gateway must be Programmed with an address. */
  gatewayMs: number;
  /** The fence must have answered. */
  fenceMs: number;
  /** The grace after the fence: the larger of this and `graceFactor` times the fence's own convergence. */
  graceMs: number;
  graceFactor: number;
  /** From the fence's answer until a status that is missing or stale is taken as it is (verdicts.md section 3). */
  statusMs: number;
  /** How long a right answer is held before it counts. */
  dwellMs: number;
  /** Rounds in the dwell at the least; fresh and kept connections take turns. */
  dwellRounds: number;
  /** Between two rounds of an arm. */
  intervalMs: number;
  /** How long a mirrored request may take to reach the mirror. */
  mirrorMs: number;
  /** A canary's change must arrive within this, else the window is void. */
  canaryMs: number;
  canaryEveryMs: number;
  /** Event loop delay, and a direct exchange with a backend, beyond which a window is starved. */
  starvedLoopMs: number;
  starvedDirectMs: number;
}

export const defaultLimits: Limits = {
  gatewayMs: 60_000,
  fenceMs: 30_000,
  graceMs: 2_000,
  graceFactor: 3,
  statusMs: 20_000,
  dwellMs: 1_000,
  dwellRounds: 4,
  intervalMs: 150,
  mirrorMs: 500,
  canaryMs: 15_000,
  canaryEveryMs: 5_000,
  starvedLoopMs: 1_000,
  starvedDirectMs: 1_000,
};
