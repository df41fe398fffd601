/** Environment variable that carries the hand-over; taken away before anything else can inherit it. */
export const namespaceVariable = 'GATEPROOF_NAMESPACE';

export interface OuterMessage {
  type: 'interrupt';
  signal: NodeJS.Signals;
}

export interface InnerMessage {
  type: 'entered';
}

/** Why the run is to stop: a signal that the outer process got. */
export type Interrupt = NodeJS.Signals;

export interface InnerContext {
  /** What the outer process handed over. */
  data: unknown;
  /** Folder for the run's private tmpfs (see prepareNamespace). */
  mountPoint: string;
  /** The listener is called for the first interrupt, also when that came before it was set. A second one kills the process from outside. */
  onInterrupt(listener: (interrupt: Interrupt) => void): void;
}

let context: InnerContext | undefined;

/** The hand-over, in the process that enterNamespace started; undefined in any other. */
export function insideNamespace(): InnerContext | undefined {
  if (context) return context;
  const handover = process.env[namespaceVariable];
  if (handover === undefined || process.pid !== 1 || !process.send) return undefined;
  delete process.env[namespaceVariable];
  const { data, mountPoint } = JSON.parse(handover) as { data: unknown; mountPoint: string };

  let interrupt: Interrupt | undefined;
  let listener: ((interrupt: Interrupt) => void) | undefined;
  const onInterrupt = (what: Interrupt) => {
    if (interrupt) return;
    interrupt = what;
    listener?.(what);
  };
  process.on('message', (message: OuterMessage) => {
    if (message.type === 'interrupt') onInterrupt(message.signal);
  });
  // The outer process was killed, and the kernel is about to end this one: a file begun now would be left half-written.
  process.on('disconnect', () => process.exit(1));
  process.send({ type: 'entered' } satisfies InnerMessage);
  // The channel alone must not keep a finished run alive.
  process.channel?.unref();
  context = {
    data,
    mountPoint,
    onInterrupt(next) {
      listener = next;
      if (interrupt) next(interrupt);
    },
  };
  return context;
}
