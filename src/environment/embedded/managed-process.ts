import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface StartOptions {
  name: string;
  command: string[];
  env: Record<string, string>;
  /** Takes stdout and stderr, appended. */
  logFile: string;
  ipc?: boolean;
}

/** A process in a group of its own, whose output goes to a file. */
export class ManagedProcess {
  readonly name: string;
  readonly logFile: string;
  readonly child: ChildProcess;
  /** Never rejects; a program that cannot be started has exit code 127, as in a shell. */
  readonly exited: Promise<ProcessExit>;
  exit: ProcessExit | undefined;

  constructor(options: StartOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    const log = openSync(options.logFile, 'a');
    const stdio: StdioOptions = ['ignore', log, log, ...(options.ipc ? (['ipc'] as const) : [])];
    const [program, ...args] = options.command;
    this.child = spawn(program ?? '', args, { stdio, env: options.env, detached: true });
    closeSync(log);
    this.exited = new Promise((resolve) => {
      const settle = (exit: ProcessExit) => {
        this.exit ??= exit;
        resolve(this.exit);
      };
      this.child.on('error', () => settle({ code: 127, signal: null }));
      this.child.on('exit', (code, signal) => settle({ code, signal }));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Signals the whole group, so that children of a wrapper are reached too. */
  kill(signal: NodeJS.Signals): void {
    if (this.exit || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // It ended on its own meanwhile.
    }
  }

  logTail(lines = 20): string[] {
    return logTail(this.logFile, lines);
  }
}

/** "exit code 2" or "signal SIGKILL". */
export function describeExit(exit: ProcessExit): string {
  return exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`;
}

/** Last lines of a file; none when it does not exist. */
export function logTail(file: string, lines: number): string[] {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(handle);
    const length = Math.min(size, 64 * 1024);
    const buffer = Buffer.alloc(length);
    readSync(handle, buffer, 0, length, size - length);
    return buffer.toString('utf8').split('\n').filter(Boolean).slice(-lines);
  } finally {
    closeSync(handle);
  }
}
