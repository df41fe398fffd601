import { insideNamespace } from '../environment/embedded/inside-namespace.ts';
import type { Probe } from '../probe/definition.ts';
import { loadProbes } from '../probe/load-probe.ts';
import type { ResolvedProfile } from '../profile/profile-ref.ts';
import { askProbes } from '../runner/ask-probes.ts';
import { checkEnvironmentName, enterEnvironment, type Handover } from './enter-environment.ts';
import { checkWritable, outFolder } from './out-folder.ts';
import { concludeRun } from './run-conclusion.ts';
import { selectProfile } from './select-profile.ts';
import { checkRequired, selectProbes } from './selection.ts';
import { DEFAULTS, type RunOptions } from './settings.ts';
import { withSession } from './with-session.ts';

/** `gateproof run`: the same command line runs twice, outside the namespace and inside (docs/decisions.md). */
export async function run(_args: string[], options: RunOptions): Promise<number> {
  checkEnvironmentName(options.env);
  const profile = await selectProfile(options.profile);
  const all = await loadProbes(options.suites);
  const probes = selectProbes(all, options.probes ?? []);
  checkRequired(options.require ?? [], all, probes);
  if (insideNamespace() !== undefined) return runInside(profile, probes, options);
  return enterEnvironment(profile, options, (runId) => checkWritable(outFolder(options.out, runId)));
}

async function runInside(profile: ResolvedProfile, probes: Probe[], options: RunOptions): Promise<number> {
  const inner = insideNamespace()!;
  const { runId, seed } = inner.data as Handover;
  const folder = outFolder(options.out, runId);
  // Again: root of the namespace may not write everywhere where root outside may.
  await checkWritable(folder);
  return withSession(inner, profile, options, async ({ session, progress, ended }) => {
    const outcome = await askProbes(session, {
      probes,
      selection: options.probes ?? [],
      require: options.require ?? [],
      concurrency: options.concurrency ?? DEFAULTS.concurrency,
      repeat: options.repeat ?? DEFAULTS.repeat,
      seed,
    });
    progress.close();
    const code = await concludeRun(outcome, { folder, probes, options, ended });
    if (options.keep && !ended.aborted && outcome.fault === undefined) {
      progress.note('The environment is kept, as --keep asks; Ctrl-C ends it. How to enter it is said above.');
      await untilEnded(session.signal);
    }
    return code;
  });
}

/** Resolves when the run is interrupted or a part of the environment dies; keeps the process alive until then. */
function untilEnded(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const alive = setInterval(() => {}, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}
