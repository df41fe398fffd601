/**
 * The exit code of the process inside the namespace comes to the process outside through unshare, which has exit codes of its own: 1 when
 * its child was killed (util-linux 2.38). Ours are moved away from those, so that a process that was killed is not taken for a verdict.
 */
const OFFSET = 100;
const INTERRUPTED = 130;

/** What the process inside ends with. */
export const toInnerExit = (code: number): number => (code === INTERRUPTED ? OFFSET + 99 : OFFSET + code);

/** The exit code that it meant; undefined when the process did not end by itself. */
export function fromInnerExit(status: number): number | undefined {
  if (status === toInnerExit(INTERRUPTED)) return INTERRUPTED;
  return status >= OFFSET && status <= OFFSET + 5 ? status - OFFSET : undefined;
}
