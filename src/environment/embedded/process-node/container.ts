import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Container, V1ContainerState } from '@kubernetes/client-node';
import { execa } from 'execa';
import type { ProcessExit } from '../managed-process.ts';
import { ManagedProcess } from '../managed-process.ts';
import { containerEnv, expand } from './container-env.ts';
import { buildRoot } from './container-root.ts';
import type { ImageTable } from './image-table.ts';
import { UnknownImageError } from './image-table.ts';
import type { PodFacts } from './pod-facts.ts';
import type { PodNetwork } from './pod-network.ts';
import type { ProbeTarget } from './probe.ts';
import { httpGet } from './probe.ts';
import { followReadiness } from './readiness.ts';

export interface ContainerOptions {
  spec: V1Container;
  restartPolicy: 'Always' | 'OnFailure' | 'Never';
  facts: PodFacts;
  network: PodNetwork;
  images: ImageTable;
  /** Words before the command that keep it on the pod's processors. */
  processors: string[];
  /** Folders of the pod's volumes, by name. */
  volumes: Map<string, string>;
  resolvConf: string;
  /** Folder of the container's own. */
  dir: string;
  logFile: string;
  onChange(): void;
  /** It ended and will be started again. */
  onRestart(exit: ProcessExit): void;
}

/** One container of a pod: a process that is started again as its pod's restart policy says. */
export class Container {
  readonly options: ContainerOptions;
  state: V1ContainerState = { waiting: { reason: 'ContainerCreating' } };
  lastState: V1ContainerState = {};
  restartCount = 0;
  started = false;
  ready = false;
  imageId = '';
  #process: ManagedProcess | undefined;
  #env: Record<string, string> = {};
  #attempt = 0;
  readonly #stopped = new AbortController();

  constructor(options: ContainerOptions) {
    this.options = options;
  }

  get name(): string {
    return this.options.spec.name;
  }

  get pid(): number | undefined {
    return this.#process?.exit ? undefined : this.#process?.pid;
  }

  /** Runs it until it has ended for good; resolves with the last exit, undefined when it never ran. */
  async run(): Promise<ProcessExit | undefined> {
    let exit: ProcessExit | undefined;
    while (!this.#stopped.signal.aborted) {
      if (!(await this.#launch())) return exit;
      exit = await this.#untilExit();
      if (this.#stopped.signal.aborted || !this.#restarts(exit)) return exit;
      this.restartCount++;
      this.options.onRestart(exit);
      await this.#backOff();
    }
    return exit;
  }

  /** preStop, SIGTERM, and after the grace SIGKILL. */
  async stop(graceMs: number): Promise<void> {
    const process = this.#process;
    this.#stopped.abort();
    if (!process || process.exit) return;
    const deadline = performance.now() + graceMs;
    await this.#preStop(graceMs);
    process.kill('SIGTERM');
    // Somebody may have paused it.
    process.kill('SIGCONT');
    const left = Math.max(0, deadline - performance.now());
    await Promise.race([process.exited, sleep(left, undefined, { ref: false })]);
    process.kill('SIGKILL');
    await process.exited;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    if (signal === 'SIGKILL') this.#stopped.abort();
    this.#process?.kill(signal);
  }

  /** Starts the process; false when that cannot work here at all. Transient trouble (a Secret that is still missing) is retried. */
  async #launch(): Promise<boolean> {
    for (let failures = 0; !this.#stopped.signal.aborted; failures++) {
      try {
        this.#process = await this.#start();
        this.state = { running: { startedAt: new Date() } };
        this.options.onChange();
        return true;
      } catch (error) {
        const unknown = error instanceof UnknownImageError;
        const message = error instanceof Error ? error.message : String(error);
        this.#wait(unknown ? 'ErrImagePull' : 'CreateContainerConfigError', message);
        if (unknown) return false;
        await this.#pause(Math.min(100 * 2 ** failures, 2_000));
      }
    }
    return false;
  }

  async #start(): Promise<ManagedProcess> {
    const { spec, facts, network, images, processors, resolvConf, dir, logFile } = this.options;
    this.#env = await containerEnv(spec, facts);
    const expanded = (words: string[] | undefined) => words?.map((word) => expand(word, this.#env));
    const { program, name, args } = images.resolve(spec.image ?? '', expanded(spec.command), expanded(spec.args));
    this.imageId = `sha256:${program.sha256}`;
    const attemptDir = join(dir, String(this.#attempt++));
    const root = buildRoot({
      dir: attemptDir,
      program: program.path,
      programName: name,
      hostname: facts.pod.metadata?.name ?? '',
      podIP: facts.podIP,
      resolvConf,
      mounts: this.#mounts(),
    });
    if (this.#attempt > 1) rmSync(join(dir, String(this.#attempt - 2)), { recursive: true, force: true });
    const inDir = spec.workingDir ? ['env', '-C', spec.workingDir] : [];
    const command = [...processors, ...network.enter, ...root.enter, ...inDir, root.program, ...args];
    return new ManagedProcess({ name: spec.name, command, env: this.#env, logFile });
  }

  #mounts(): { source: string; target: string }[] {
    return (this.options.spec.volumeMounts ?? []).map((mount) => {
      const folder = this.options.volumes.get(mount.name);
      if (!folder) throw new Error(`volumeMount ${mount.name} names no volume of the pod`);
      const subPath = mount.subPath ?? (mount.subPathExpr ? expand(mount.subPathExpr, this.#env) : '');
      return { source: join(folder, subPath), target: mount.mountPath };
    });
  }

  async #untilExit(): Promise<ProcessExit> {
    const process = this.#process as ManagedProcess;
    const startedAt = this.state.running?.startedAt;
    const running = new AbortController();
    void followReadiness({
      target: this.#target(process),
      signal: running.signal,
      onChange: ({ started, ready }) => {
        Object.assign(this, { started, ready });
        this.options.onChange();
      },
      onStartupFailed: () => process.kill('SIGKILL'),
    });
    const exit = await process.exited;
    running.abort();
    const exitCode = exit.code ?? 128 + 9;
    const terminated = {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      ...(startedAt ? { startedAt } : {}),
      finishedAt: new Date(),
      ...(exitCode === 0 ? {} : { message: process.logTail(10).join('\n').slice(-2048) }),
    };
    Object.assign(this, { started: false, ready: false, state: { terminated } });
    this.options.onChange();
    return exit;
  }

  #target(process: ManagedProcess): ProbeTarget {
    const { spec, facts } = this.options;
    return {
      podIP: facts.podIP,
      container: spec,
      exec: (command, timeoutMs) => this.#exec(process, command, timeoutMs),
    };
  }

  async #exec(process: ManagedProcess, command: string[], timeoutMs: number): Promise<boolean> {
    const first = firstChild(process.pid);
    if (first === undefined) return false;
    const enter = ['--target', first, '--mount', '--net', '--uts', '--pid', '--root', '--wd'];
    const result = await execa('nsenter', [...enter, ...command], {
      env: this.#env,
      extendEnv: false,
      timeout: timeoutMs,
      reject: false,
      stdio: 'ignore',
    });
    return !result.failed;
  }

  async #preStop(graceMs: number): Promise<void> {
    const hook = this.options.spec.lifecycle?.preStop;
    if (!hook || !this.#process) return;
    const target = this.#target(this.#process);
    const run = hook.httpGet
      ? httpGet(hook.httpGet, target, graceMs)
      : target.exec(hook.exec?.command ?? ['true'], graceMs);
    await Promise.race([run, this.#process.exited]);
  }

  #restarts(exit: ProcessExit): boolean {
    const { restartPolicy } = this.options;
    return restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exit.code !== 0);
  }

  /** At once the first time, then 1 s, doubling up to 30 s; the kubelet's 10 s to 5 min would only make a run wait. */
  async #backOff(): Promise<void> {
    if (this.restartCount < 2) return;
    this.lastState = this.state;
    this.#wait('CrashLoopBackOff', `started ${this.restartCount} times, ended each time`);
    await this.#pause(Math.min(1000 * 2 ** (this.restartCount - 2), 30_000));
  }

  #wait(reason: string, message: string): void {
    if (this.state.terminated) this.lastState = this.state;
    this.state = { waiting: { reason, message } };
    this.options.onChange();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => {});
  }
}

/** The container's own first process, below the one that made its namespaces; undefined before it is there and after it ended. */
function firstChild(pid: number | undefined): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0] || undefined;
  } catch {
    return undefined;
  }
}
