import { RunEnded } from './run-ended.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupts {
  /** Aborted, with a RunEnded, by the first signal. */
  readonly signal: AbortSignal;
  /** The first one. */
  readonly received: NodeJS.Signals | undefined;
  /** From now on somebody else acts on signals; they are only remembered. */
  handOver(): void;
  stop(): void;
}

/** Turns signals into an abort. A second one, while nobody else acts on them, ends the process at once. */
export function listenForInterrupts(): Interrupts {
  const controller = new AbortController();
  let handedOver = false;
  let received: NodeJS.Signals | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted && !handedOver) process.exit(130);
    received ??= name;
    controller.abort(new RunEnded('interrupted', `interrupted by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    handOver() {
      handedOver = true;
    },
    stop() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
