import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { execa } from 'execa';
import { EnvironmentError } from '../../errors.ts';
import type { InnerMessage, OuterMessage } from './inside-namespace.ts';
import { namespaceVariable } from './inside-namespace.ts';

export interface EnterOptions {
  /** An empty folder of ours: the run's private tmpfs is mounted over it, inside only. Created when missing. */
  mountPoint: string;
  /** Handed over to the inner process as JSON, at most about 100 kB. */
  data: unknown;
  /** What to run inside; default: this very command line again. */
  command?: string[];
  env?: NodeJS.ProcessEnv;
  /** From the first signal until the inner process is killed. */
  stopTimeoutMs?: number;
  /** Called with the inner process's id, as seen from here, once it runs. */
  onEntered?: (pid: number) => void;
}

const unshareArguments = [
  '--user',
  '--map-root-user',
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child=KILL',
  '--mount-proc',
];
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs this program again inside a new user, network, mount and PID namespace and resolves with its exit code. The inner process
 * is PID 1 there: when it ends, everything in the namespace ends, and the kernel removes its mounts and its network. When this process is
 * killed, the parent-death signal of setpriv ends the inner one.
 */
export async function enterNamespace(options: EnterOptions): Promise<number> {
  mkdirSync(options.mountPoint, { recursive: true });
  const refusal = await namespaceRefusal();
  if (refusal) throw refusal;
  const command = options.command ?? [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const handover = JSON.stringify({ data: options.data, mountPoint: options.mountPoint });
  // A session of its own: Ctrl-C in the terminal reaches this process only, which passes it on.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshareArguments, ...command], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
    env: { ...(options.env ?? process.env), [namespaceVariable]: handover },
  });
  return supervise(child, options);
}

function supervise(child: ChildProcess, { stopTimeoutMs = 15_000, onEntered }: EnterOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let entered = false;
    let timer: NodeJS.Timeout | undefined;
    const onSignal = (signal: NodeJS.Signals) => {
      if (timer || !child.connected) return void child.kill('SIGKILL');
      timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      child.send({ type: 'interrupt', signal } satisfies OuterMessage, () => {});
    };
    for (const signal of forwarded) process.on(signal, onSignal);
    const done = () => {
      clearTimeout(timer);
      for (const signal of forwarded) process.off(signal, onSignal);
    };
    child.on('message', (message: InnerMessage) => {
      if (message.type !== 'entered') return;
      entered = true;
      onEntered?.(childOf(child.pid ?? 0));
    });
    child.on('error', (error) => {
      done();
      reject(missingTool(error));
    });
    child.on('exit', (code, signal) => {
      done();
      if (entered || timer) return resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
      reject(
        new EnvironmentError(
          `the process inside the namespace ended before it began: ${signal ?? `exit code ${code}`}`,
          {
            code: 'NAMESPACE_LOST',
            hint: 'Its last words are above. "gateproof doctor" checks what the namespace needs.',
          },
        ),
      );
    });
  });
}

/** Why namespaces cannot be had on this machine, with what to do about it; undefined when they can. */
export async function namespaceRefusal(): Promise<EnvironmentError | undefined> {
  const probe = 'ip link set lo up && mount -t tmpfs none /proc/fs 2>/dev/null || mount -t tmpfs none /tmp';
  const result = await execa('unshare', [...unshareArguments, 'sh', '-c', probe], {
    reject: false,
    timeout: 10_000,
    stdin: 'ignore',
  });
  if (!result.failed) return undefined;
  if (result.code === 'ENOENT') return missingTool(result.originalMessage);
  const said = result.stderr.trim() || result.shortMessage;
  return new EnvironmentError(`this machine refuses the namespaces that the embedded environment runs in: ${said}`, {
    code: 'NAMESPACE_REFUSED',
    hint:
      'Ubuntu 24.04 and later: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0. Debian 10: sudo sysctl kernel.unprivileged_userns_clone=1. ' +
      'In a container: allow unshare in its seccomp profile, or use --env kind. "ip: not found" means that iproute2 is missing.',
  });
}

function missingTool(error: unknown): EnvironmentError {
  return new EnvironmentError(
    `cannot start setpriv and unshare: ${error instanceof Error ? error.message : String(error)}`,
    {
      code: 'NAMESPACE_TOOLS_MISSING',
      hint: 'Install util-linux (2.32 or later) and iproute2.',
      cause: error,
    },
  );
}

/** unshare forks: the inner process is its only child. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}
