import type { ProgressSink } from '../../environment/environment.ts';
import type { RunListener } from '../../runner/run-events.ts';
import type { TerminalSettings } from '../settings.ts';
import { liveBlock } from './live-block.ts';
import { type LogLine, ProgressState } from './progress-state.ts';

const REDRAW_MS = 120;
/** Without a live block, long steps say that they go on so often. */
const PLAIN_EVERY_MS = 10_000;

export interface ProgressOptions extends TerminalSettings {
  verbose: boolean;
  stream: { write(text: string): unknown };
  now?: () => number;
}

/** Shows steps and run events on stderr: lines that stay, and on a terminal a block below them that is redrawn. */
export class Progress implements ProgressSink {
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #state: ProgressState;
  readonly #timer: NodeJS.Timeout | undefined;
  #drawn = 0;
  #saidMs: number;
  /** What was said last: a step that ends as it went on is not said twice. */
  #said = '';

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#state = new ProgressState(this.#now);
    this.#saidMs = this.#now();
    if (options.live) {
      this.#timer = setInterval(() => this.#redraw([]), REDRAW_MS);
      this.#timer.unref();
    }
  }

  step(event: Parameters<ProgressSink['step']>[0]): void {
    const lines = this.#state.step(event);
    const due = this.#now() - this.#saidMs >= PLAIN_EVERY_MS;
    if (event.state !== 'progress' || this.#options.verbose || due) this.#log(lines);
  }

  readonly listener: RunListener = (event) => this.#log(this.#state.run(event));

  /** A line of the CLI's own. */
  note(text: string): void {
    this.#log([{ level: 'info', text }]);
  }

  /** Takes the block away and stops redrawing; what follows on either stream is not garbled. Lines may still be noted. */
  close(): void {
    clearInterval(this.#timer);
    this.#clear();
    this.#state.going.clear();
    this.#state.probes.clear();
    this.#state.total = 0;
  }

  #log(lines: LogLine[]): void {
    const { verbose, live } = this.#options;
    const shown = lines.filter(
      ({ level, text }) => text !== this.#said && (level === 'info' || verbose || (level === 'plain' && !live)),
    );
    if (shown.length > 0) this.#saidMs = this.#now();
    this.#said = shown.at(-1)?.text ?? this.#said;
    if (shown.length > 0 || this.#drawn > 0) this.#redraw(shown.map(({ text }) => text));
  }

  #redraw(lines: string[]): void {
    const { stream, live, width, color } = this.#options;
    const block = live ? liveBlock(this.#state, this.#now(), { width, color }) : [];
    // One write, so that nothing else of this process comes between.
    const text = [...lines, ...block].map((line) => `${line}\n`).join('');
    const clear = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\u001b[J`;
    if (clear !== '' || text !== '') stream.write(`${clear}${text}`);
    this.#drawn = block.length;
  }

  #clear(): void {
    if (this.#drawn > 0) this.#options.stream.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }
}
