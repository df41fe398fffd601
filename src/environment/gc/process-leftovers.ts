import { readdir, readFile } from 'node:fs/promises';
import { isAlive, processIdentity } from '../../binaries/process-identity.ts';
import type { Leftover } from './leftover.ts';
import { readRunnerMark, runnerVariable } from './runner-mark.ts';

/**
 * Processes that carry the mark of a run whose first process is dead. Those of other users, of other containers, and all without a mark are
 * not looked at further.
 */
export async function processLeftovers(): Promise<Leftover[]> {
  const pids = (await readdir('/proc').catch(() => [] as string[])).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(leftoverProcess));
  return found.filter((leftover) => leftover !== undefined);
}

async function leftoverProcess(pid: number): Promise<Leftover | undefined> {
  const identity = processIdentity(pid);
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const mark = environment.split('\0').find((entry) => entry.startsWith(`${runnerVariable}=`));
  const runner = mark === undefined ? undefined : readRunnerMark(mark.slice(runnerVariable.length + 1));
  if (runner === undefined || pid === process.pid || isAlive(runner) !== false) return undefined;
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean);
  // A zombie has no command: it ended, and only its parent can take it away.
  if (command.length === 0) return undefined;
  return {
    kind: 'process',
    what: `${pid} ${command.slice(0, 4).join(' ')}`,
    async remove() {
      // Not another one that has got the same number meanwhile.
      if (isAlive(identity) !== true) return;
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}
