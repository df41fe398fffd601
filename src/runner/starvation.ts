import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Limits } from './limits.ts';

export interface StarvedWindow {
  fromMs: number;
  toMs: number;
  starved: string[];
}

const TICK_MS = 500;

/**
 * Watches whether the runner itself had the processor (verdicts.md section 2): event loop delay, and a direct exchange with a
 * backend that no Gateway is in. A window beyond the limits decides nothing. CPU pressure is recorded where the kernel shows it.
 */
export class StarvationMonitor {
  readonly windows: StarvedWindow[] = [];
  readonly #histogram = monitorEventLoopDelay({ resolution: 20 });
  readonly #timer: NodeJS.Timeout;
  #lastMs: number;
  #asking = false;

  constructor(limits: Limits, now: () => number, direct: () => Promise<number>) {
    this.#histogram.enable();
    this.#lastMs = now();
    this.#timer = setInterval(() => {
      const toMs = now();
      const reasons: string[] = [];
      const delayMs = Math.max(this.#histogram.max / 1e6, toMs - this.#lastMs - TICK_MS);
      this.#histogram.reset();
      if (delayMs > limits.starvedLoopMs) reasons.push(`event loop delayed by ${Math.round(delayMs)} ms`);
      this.#record(this.#lastMs, toMs, reasons);
      this.#lastMs = toMs;
      if (this.#asking) return;
      this.#asking = true;
      const askedMs = now();
      direct()
        .then((elapsedMs) => {
          if (elapsedMs > limits.starvedDirectMs)
            this.#record(askedMs, now(), [`a direct exchange with a backend took ${Math.round(elapsedMs)} ms`]);
        })
        .catch((error: unknown) =>
          this.#record(askedMs, now(), [`a direct exchange with a backend failed: ${(error as Error).message}`]),
        )
        .finally(() => {
          this.#asking = false;
        });
    }, TICK_MS);
    this.#timer.unref();
  }

  #record(fromMs: number, toMs: number, reasons: string[]): void {
    if (reasons.length === 0) return;
    this.windows.push({ fromMs, toMs, starved: [...reasons, ...cpuPressure()] });
  }

  /** Why the time between these marks was starved; empty when it was not. */
  between(fromMs: number, toMs: number): string[] {
    return this.windows
      .filter((window) => window.fromMs < toMs && window.toMs > fromMs)
      .flatMap(({ starved }) => starved);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#histogram.disable();
  }
}

function cpuPressure(): string[] {
  try {
    const some = /^some avg10=([\d.]+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8'));
    return some?.[1] === undefined ? [] : [`CPU pressure over 10 s: ${some[1]} %`];
  } catch {
    return [];
  }
}
