/** Exit codes of the CLI that an error can ask for: 2 wrong use, 3 environment, 5 internal error. */
export type ErrorExitCode = 2 | 3 | 5;

export interface GateproofErrorOptions {
  /** Stable, upper-case with underscores, e.g. CHECKSUM_MISMATCH. */
  code: string;
  /** What to do next, one or two sentences. */
  hint?: string | undefined;
  cause?: unknown;
}

/** Base of every error that is reported to the user as a message instead of a stack. */
export class GateproofError extends Error {
  readonly code: string;
  readonly exitCode: ErrorExitCode;
  readonly hint?: string;

  constructor(message: string, options: GateproofErrorOptions & { exitCode: ErrorExitCode }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.exitCode = options.exitCode;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/** The user asked for something that does not exist or does not fit: exit 2. */
export class UsageError extends GateproofError {
  constructor(message: string, options: GateproofErrorOptions) {
    super(message, { ...options, exitCode: 2 });
  }
}

/** The place of the run cannot be had or broke: exit 3. */
export class EnvironmentError extends GateproofError {
  constructor(message: string, options: GateproofErrorOptions) {
    super(message, { ...options, exitCode: 3 });
  }
}
