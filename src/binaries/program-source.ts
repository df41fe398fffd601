import type { ProgramSource } from '../profile/schema.ts';
import type { Platform } from './platform.ts';
import type { ProgramOrigin } from './program.ts';

/** A program that a run wants, and the ways to get it. */
export interface ProgramRequest {
  name: string;
  /** Exact version without a leading v, e.g. 1.36.3. */
  version: string;
  source: ProgramSource;
}

/** What a source may use while it works. */
export interface SourceContext {
  request: ProgramRequest;
  platform: Platform;
  /** Empty folder inside the cache, removed afterwards. */
  workDir: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Last line of what is going on. */
  detail(text: string): void;
  connectTimeoutMs?: number | undefined;
  stallTimeoutMs?: number | undefined;
}

/** `refused` is a sentence: this source does not have the program or cannot be reached; the next one is tried. */
export type SourceAnswer = { refused: string } | FoundProgram;

/** A file in the work folder; `version` differs from the wanted one where the nearest was taken. */
export interface FoundProgram {
  file: string;
  version: string;
  origin: ProgramOrigin;
}

/** One kind of place that programs come from. Throws only for what must not be passed over, e.g. a wrong checksum. */
export interface Source {
  title: string;
  obtain(context: SourceContext): Promise<SourceAnswer>;
}
