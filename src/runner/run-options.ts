import type { EnvironmentFault, ProgressSink, RunningEnvironment } from '../environment/environment.ts';
import type { Probe } from '../probe/definition.ts';
import type { Profile, ProfileVersion } from '../profile/schema.ts';
import type { Results } from '../results/schema.ts';
import type { Limits } from './limits.ts';
import type { RunListener } from './run-events.ts';

/** The four mutants of verdicts.md section 6. */
export type Mutant = 'treatment is control' | 'controller stopped' | 'controller delayed' | 'wrong backend';

/** What a session needs: a place to run, and the controller at one version in it. */
export interface SessionOptions {
  /** Part of every name and label, and of every answer of a backend; see newRunId. */
  runId: string;
  startEnvironment(progress: ProgressSink, signal: AbortSignal): Promise<RunningEnvironment>;
  profile: Profile;
  version: ProfileVersion;
  /** Helm values in force and the checksum of the rendered manifests, for the identity. */
  install: { values: unknown; checksum: string };
  /** Facts in words for the identity: nearest version used, part left out of a build. */
  notes: string[];
  /** Aborted when the run must end; its reason is told in the partial result. */
  signal: AbortSignal;
  emit: RunListener;
  progress: ProgressSink;
}

/** Sorts by time; short, since it is part of namespaces. */
export const newRunId = (): string =>
  Math.floor(Date.now() / 1000).toString(36) +
  Math.floor(Math.random() * 1296)
    .toString(36)
    .padStart(2, '0');

/** What is asked in a session. */
export interface AskOptions {
  probes: Probe[];
  /** Globs and feature names that selected them; empty: all. */
  selection: string[];
  require: string[];
  /** Probes in flight at once, of those that may overlap. */
  concurrency: number;
  /** Looks at each probe at the least. */
  repeat: number;
  /** Chooses the tenth of the supported probes that is doubted. */
  seed: number;
  mutant?: Mutant;
  limits?: Partial<Limits>;
  /** Second looks; off only for the selftest, where every first look is judged. */
  secondLook?: boolean;
}

/** A run always yields results, whole or partial; `fault` or `interrupted` say what ended it early. */
export interface RunOutcome {
  results: Results;
  fault?: EnvironmentFault;
  interrupted?: string;
}
