import { type ProcessIdentity, processIdentity } from '../../binaries/process-identity.ts';

/** In the environment of everything that a run starts: which process began it. Read by `gateproof gc`, by nothing else. */
export const runnerVariable = 'GATEPROOF_RUNNER';

/** The mark of a run that this process begins. */
export const runnerMark = (): string => JSON.stringify(processIdentity());

export function readRunnerMark(text: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt, pidNamespace } = JSON.parse(text) as Partial<ProcessIdentity>;
    if (!Number.isInteger(pid) || typeof startedAt !== 'string' || typeof pidNamespace !== 'string') return undefined;
    return { pid: pid as number, startedAt, pidNamespace };
  } catch {
    return undefined;
  }
}
