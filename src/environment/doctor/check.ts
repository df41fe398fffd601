import { lastLines, runCommand } from '../../binaries/run-command.ts';

/** One prerequisite: what was found, and what to do when that is not enough. */
export interface Check {
  /** Stable, lower-case, e.g. user-namespaces. */
  name: string;
  /** fail: a run cannot work; warn: it may, or only a part is missing. */
  status: 'ok' | 'warn' | 'fail';
  /** What was measured, in one line. */
  measured: string;
  /** What to do; absent when the status is ok. */
  advice?: string;
}

/** What every check may look at; tests give another PATH or cache. */
export interface CheckContext {
  env: NodeJS.ProcessEnv;
  cacheDir: string;
  signal?: AbortSignal | undefined;
}

const timeoutMs = 20_000;

/** Runs a command that is expected to work; `said` is the first line of its output, or the last of its complaint. */
export async function attempt(
  { env, signal }: CheckContext,
  command: string,
  args: string[],
): Promise<{ worked: boolean; said: string }> {
  try {
    const result = await runCommand(command, args, { env, signal, timeoutMs });
    const worked = result.exitCode === 0;
    const text = worked ? `${result.stdout}${result.stderr}` : result.stderr || result.stdout;
    const said = worked ? text.trim().split('\n')[0]! : lastLines(text, 1) || `exit code ${result.exitCode}`;
    return { worked, said };
  } catch (error) {
    signal?.throwIfAborted();
    return { worked: false, said: (error as Error).message };
  }
}
