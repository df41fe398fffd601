import { readFileSync, readlinkSync } from 'node:fs';

/** Names a process so that a later one with the same number is not taken for it. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot (/proc/<pid>/stat, field 22); '' where there is no /proc. */
  startedAt: string;
  /** The PID namespace in which `pid` counts; '' where there is none. */
  pidNamespace: string;
}

/** The identity of this process, or of another one of the same PID namespace. */
export function processIdentity(pid = process.pid): ProcessIdentity {
  return { pid, startedAt: startOf(pid) ?? '', pidNamespace: pidNamespace() };
}

/** Whether the process still lives; undefined when it counts in another PID namespace and cannot be seen from here. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.pidNamespace !== pidNamespace()) return undefined;
  const startedAt = startOf(identity.pid);
  if (startedAt !== undefined) return startedAt === identity.startedAt;
  if (identity.startedAt !== '') return false;
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may contain spaces and brackets: count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; nobody has asked for its exit code yet.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
