import type { EmbeddedAssets } from '../binaries/embedded-assets.ts';
import { startEmbedded } from '../environment/embedded/embedded-environment.ts';
import type { InnerContext } from '../environment/embedded/inside-namespace.ts';
import type { ResolvedProfile } from '../profile/profile-ref.ts';
import { formatMs } from '../report/model/format-time.ts';
import type { RunListener } from '../runner/run-events.ts';
import { openSession, type Session } from '../runner/session.ts';
import type { Handover } from './enter-environment.ts';
import { toInnerExit } from './inner-exit.ts';
import { flushOutput, say } from './output.ts';
import { Progress } from './progress/progress.ts';
import { reportError } from './report-error.ts';
import { RunEnded } from './run-ended.ts';
import { type RunOptions, terminalSettings } from './settings.ts';

/** From the end of a run, whatever ended it, until the process inside the namespace ends itself and so everything in it. */
const END_WITHIN_MS = 12_000;

export interface SessionWork {
  session: Session;
  progress: Progress;
  /** Aborted with a RunEnded: interrupted, timed out, or an exception that nobody caught. */
  ended: AbortSignal;
}

/** Inside the namespace: opens a session, works in it, and closes it on every way out. Resolves with what the work gave. */
export async function withSession<T>(
  inner: InnerContext,
  { profile, version }: ResolvedProfile,
  options: RunOptions,
  work: (given: SessionWork) => Promise<T>,
): Promise<T> {
  const { assets, runId } = inner.data as Handover;
  const verbose = options.verbose === true;
  const progress = new Progress({ ...terminalSettings(process.stderr), verbose, stream: process.stderr });
  const end = new AbortController();
  const endRun = (reason: RunEnded) => {
    if (end.signal.aborted) return;
    end.abort(reason);
    endProcessSoon(progress, reason, verbose);
  };
  inner.onInterrupt((why) => endRun(new RunEnded('interrupted', `interrupted: ${why}`)));
  process.on('uncaughtException', (error) =>
    endRun(new RunEnded('internal fault', `internal fault: ${error.message}`, error)),
  );
  const timer = options.timeout === undefined ? undefined : endAfter(options.timeout, endRun);
  const emit: RunListener = (event) => {
    progress.listener(event);
    if (event.event === 'fault') endProcessSoon(progress, new RunEnded('interrupted', event.fault.message), verbose);
  };
  let session: Session | undefined;
  try {
    session = await openSession({
      runId,
      startEnvironment: (sink, signal) =>
        startEmbedded({ assets, mountPoint: inner.mountPoint, runId, progress: sink, signal }),
      profile,
      version,
      install: { values: assets.manifests.values, checksum: assets.manifests.sha256 },
      notes: notesOf(assets),
      signal: end.signal,
      emit,
      progress,
    });
    return await work({ session, progress, ended: end.signal });
  } catch (error) {
    throw end.signal.aborted ? end.signal.reason : error;
  } finally {
    clearTimeout(timer);
    await session?.close();
    progress.close();
  }
}

function endAfter(ms: number, endRun: (reason: RunEnded) => void): NodeJS.Timeout {
  return setTimeout(() => endRun(new RunEnded('timed out', `not done within ${formatMs(ms)} (--timeout)`)), ms).unref();
}

/** The promise that a run ends within 15 s does not rest on every part of it ending in time. */
function endProcessSoon(progress: Progress, reason: RunEnded, verbose: boolean): void {
  setTimeout(() => {
    progress.close();
    const code = reportError(reason, { verbose });
    say(
      `The run did not end within ${formatMs(END_WITHIN_MS)} after that; it is ended now, with everything that it started.`,
    );
    void flushOutput().finally(() => process.exit(toInnerExit(code)));
  }, END_WITHIN_MS).unref();
}

/** Facts about the programs that a reader of the results must know. */
function notesOf({ programs }: EmbeddedAssets): string[] {
  return Object.values(programs).flatMap(({ name, version, wantedVersion, origin }) => [
    ...(version === wantedVersion
      ? []
      : [`${name} ${version} was used, the nearest to ${wantedVersion} that could be had`]),
    ...(origin.kind === 'go-module' && origin.modified !== undefined ? [`${name}: ${origin.modified}`] : []),
  ]);
}
