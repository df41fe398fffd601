import type { ProgressSink } from '../../environment/environment.ts';
import { formatMs } from '../../report/model/format-time.ts';
import type { Verdict } from '../../results/verdict.ts';
import type { RunEvent } from '../../runner/run-events.ts';

export type StepEvent = Parameters<ProgressSink['step']>[0];

/** A line that stays on the screen: `plain` ones with --verbose or where no block is redrawn, `verbose` ones with --verbose only. */
export interface LogLine {
  level: 'info' | 'plain' | 'verbose';
  text: string;
}

interface Going {
  text: string;
  sinceMs: number;
}

/** What is going on, made of the events; knows nothing of a terminal. Times are of the given clock, in milliseconds. */
export class ProgressState {
  /** Phases and steps that have begun and not ended, oldest first. */
  readonly going = new Map<string, Going>();
  readonly probes = new Map<string, Going>();
  readonly counts = new Map<Verdict, number>();
  done = 0;
  total = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  step(event: StepEvent): LogLine[] {
    const { phase, title, index, total, state, detail, elapsedMs } = event;
    const key = `${phase} ${index ?? title}`;
    const what = `${index === undefined || total === undefined ? '' : `[${index}/${total}] `}${title}`;
    const took = elapsedMs === undefined ? '' : ` (${formatMs(elapsedMs)})`;
    switch (state) {
      case 'start':
      case 'progress': {
        const sinceMs = this.going.get(key)?.sinceMs ?? this.#now() - (elapsedMs ?? 0);
        this.going.set(key, { text: `${what}${detail === undefined ? '' : `: ${detail}`}`, sinceMs });
        const level = state === 'start' ? 'verbose' : 'plain';
        return [
          { level, text: `${what}${state === 'start' ? ' …' : took}${detail === undefined ? '' : `: ${detail}`}` },
        ];
      }
      case 'done':
        this.going.delete(key);
        return [{ level: 'info', text: `${what}${took}` }];
      case 'failed':
        this.going.delete(key);
        return [{ level: 'info', text: `${what} failed${took}${detail === undefined ? '' : `: ${detail}`}` }];
    }
  }

  run(event: RunEvent): LogLine[] {
    switch (event.event) {
      case 'phase':
        return this.#phase(event);
      case 'plan': {
        const { probes, arms, gateways } = event;
        this.done = 0;
        this.total = probes;
        this.counts.clear();
        return [{ level: 'verbose', text: `plan: ${probes} probes in ${arms} arms, ${gateways} shared Gateways` }];
      }
      case 'probe':
        return this.#probe(event);
      case 'fault':
        return [{ level: 'info', text: `fault of ${event.fault.part}: ${event.fault.message}` }];
      case 'note':
        return [{ level: 'info', text: event.text }];
    }
  }

  #phase({ title, state, elapsedMs }: Extract<RunEvent, { event: 'phase' }>): LogLine[] {
    const key = `phase ${title}`;
    if (state === 'start') {
      this.going.set(key, { text: title, sinceMs: this.#now() });
      return [{ level: 'verbose', text: `${title} …` }];
    }
    const sinceMs = this.going.get(key)?.sinceMs;
    this.going.delete(key);
    const ms = elapsedMs ?? (sinceMs === undefined ? undefined : this.#now() - sinceMs);
    return [{ level: 'info', text: `${title}${ms === undefined ? '' : ` (${formatMs(ms)})`}` }];
  }

  #probe({ id, state, look, decision, done, total, elapsedMs }: Extract<RunEvent, { event: 'probe' }>): LogLine[] {
    this.done = done;
    this.total = total;
    const again = look > 1 ? `, look ${look}` : '';
    if (state === 'start') {
      this.probes.set(id, { text: id, sinceMs: this.#now() });
      return [{ level: 'verbose', text: `${id} …${again}` }];
    }
    this.probes.delete(id);
    if (decision === undefined) return [];
    this.counts.set(decision.verdict, (this.counts.get(decision.verdict) ?? 0) + 1);
    const took = elapsedMs === undefined ? '' : ` (${formatMs(elapsedMs)}${again})`;
    const why = decision.verdict === 'supported' ? '' : `: ${decision.reason}`;
    return [{ level: 'plain', text: `[${done}/${total}] ${id} ${decision.verdict}${why}${took}` }];
  }
}
