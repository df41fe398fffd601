import { join } from 'node:path';
import { defaultCacheDir } from '../binaries/cache-folder.ts';
import type { EmbeddedAssets } from '../binaries/embedded-assets.ts';
import { obtainPrograms } from '../binaries/obtain-programs.ts';
import { enterNamespace, namespaceRefusal } from '../environment/embedded/namespace.ts';
import { runnerMark, runnerVariable } from '../environment/gc/runner-mark.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { ResolvedProfile } from '../profile/profile-ref.ts';
import { newRunId } from '../runner/run-options.ts';
import { fromInnerExit } from './inner-exit.ts';
import { listenForInterrupts } from './interrupts.ts';
import { say } from './output.ts';
import { Progress } from './progress/progress.ts';
import { DEFAULTS, type RunOptions, terminalSettings } from './settings.ts';

/** What the process outside the namespace hands over to the one inside, as JSON. */
export interface Handover {
  runId: string;
  seed: number;
  assets: EmbeddedAssets;
}

/** @throws UsageError for an environment that gateproof does not have yet */
export function checkEnvironmentName(name: string = DEFAULTS.env): void {
  if (name === 'embedded') return;
  throw new UsageError(`--env ${name}: this version of gateproof has the embedded environment only`, {
    code: 'ENVIRONMENT_NOT_THERE',
    hint: 'Leave --env out: embedded needs no Docker and no root. kind and cluster are planned next.',
  });
}

/**
 * Outside the namespace: makes sure that it can be had, obtains the programs, and runs this command line again inside. Resolves with the
 * exit code; 130 when a signal ended it.
 * @param beforeStart what must hold before anything is started, such as a folder that may be written
 */
export async function enterEnvironment(
  { profile, version }: ResolvedProfile,
  options: RunOptions,
  beforeStart: (runId: string) => Promise<void>,
): Promise<number> {
  const runId = newRunId();
  await beforeStart(runId);
  const interrupts = listenForInterrupts();
  const progress = new Progress({
    ...terminalSettings(process.stderr),
    verbose: options.verbose === true,
    stream: process.stderr,
  });
  try {
    const refusal = await namespaceRefusal();
    if (refusal !== undefined) throw refusal;
    const assets = await obtainPrograms(profile, version, {
      channel: options.channel ?? DEFAULTS.channel,
      progress,
      signal: interrupts.signal,
    });
    progress.close();
    interrupts.signal.throwIfAborted();
    const handover: Handover = { runId, seed: options.seed ?? Math.floor(Math.random() * 2 ** 32), assets };
    const status = await enterNamespace({
      mountPoint: join(defaultCacheDir(), 'mnt'),
      data: handover,
      env: { ...process.env, [runnerVariable]: runnerMark() },
      onEntered: (pid) => {
        interrupts.handOver();
        if (options.keep) say(keepWords(pid));
        // A signal that came before somebody inside could hear it.
        if (interrupts.received !== undefined) process.kill(process.pid, interrupts.received);
      },
    });
    const code = fromInnerExit(status);
    if (code === undefined) throw killed(status);
    return code;
  } catch (error) {
    throw interrupts.signal.aborted ? interrupts.signal.reason : error;
  } finally {
    progress.close();
    interrupts.stop();
  }
}

const keepWords = (pid: number): string =>
  `enter the environment with: nsenter --target ${pid} --all --preserve-credentials\n` +
  `inside, KUBECONFIG=${join(defaultCacheDir(), 'mnt', 'pki', 'kubeconfig')} and logs beside it`;

const killed = (status: number) =>
  new EnvironmentError(
    `the process inside the namespace did not end by itself (exit status ${status}): it was killed, and with it everything it had started`,
    {
      code: 'RUN_KILLED',
      hint: 'If nobody did that, the kernel did for want of memory: see dmesg, or try a smaller --concurrency.',
    },
  );
