/** Why a run ends before its end; the reason of its abort signal, told in the partial result. */
export class RunEnded extends Error {
  readonly kind: 'interrupted' | 'timed out' | 'internal fault';

  constructor(kind: RunEnded['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RunEnded';
    this.kind = kind;
  }
}
