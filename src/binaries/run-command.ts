import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '../errors.ts';

export interface RunCommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** The program is killed when this process is, even by SIGKILL; where setpriv exists (Linux). */
  dieWithParent?: boolean;
  /** Called with each line of stderr, for progress. */
  onLine?: ((line: string) => void) | undefined;
}

export interface CommandResult {
  /** null when it was ended by a signal. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

const killDelayMs = 3_000;
const keptStderrChars = 64 * 1024;

/**
 * Runs a program in its own process group and waits for its end, whatever its exit code.
 * Abort and time-out end the whole group (SIGINT, so that the Go tool removes its own files, then SIGKILL).
 * @throws the signal's reason when aborted; EnvironmentError COMMAND_NOT_FOUND or COMMAND_TIMED_OUT.
 */
export async function runCommand(
  command: string,
  args: string[],
  options: RunCommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const env = options.env ?? process.env;
  const tied = options.dieWithParent && onPath('setpriv', env) && onPath(command, env);
  const child = spawn(tied ? 'setpriv' : command, tied ? ['--pdeathsig', 'KILL', '--', command, ...args] : args, {
    cwd: options.cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  let timedOut = false;
  let killTimer: NodeJS.Timeout | undefined;
  const end = () => {
    group('SIGINT');
    killTimer ??= setTimeout(() => group('SIGKILL'), killDelayMs);
  };
  const timer = options.timeoutMs
    ? setTimeout(() => {
        timedOut = true;
        end();
      }, options.timeoutMs)
    : undefined;
  // A runner that dies on its own must not leave a compiler working.
  const onExit = () => group('SIGKILL');
  process.once('exit', onExit);
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      stderr = `${stderr}${line}\n`.slice(-keptStderrChars);
      options.onLine?.(line);
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code));
    });
    options.signal?.throwIfAborted();
    if (timedOut)
      throw new EnvironmentError(`${command} ${args.join(' ')} did not end within ${options.timeoutMs} ms`, {
        code: 'COMMAND_TIMED_OUT',
        hint: lastLines(stderr, 5),
      });
    return { exitCode, stdout, stderr };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new EnvironmentError(`${command} is not on the PATH`, { code: 'COMMAND_NOT_FOUND', cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(killTimer);
    // What the group's leader left behind (a compiler that outlived an interrupted `go`).
    if (options.signal?.aborted || timedOut) group('SIGKILL');
    process.removeListener('exit', onExit);
    options.signal?.removeEventListener('abort', end);
  }
}

function onPath(command: string, env: NodeJS.ProcessEnv): boolean {
  if (command.includes('/')) return true;
  return (env.PATH ?? '').split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, command)));
}

/** The last non-empty lines of a program's output. */
export function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
