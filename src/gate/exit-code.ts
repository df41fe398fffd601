/** What a run ended with, reduced to what its exit code depends on. */
export interface ExitFacts {
  /** Ended by a signal. */
  interrupted?: boolean;
  /** Wrong use or configuration. */
  usage?: boolean;
  /** The place of the run could not be had, or broke; also an output that could not be written. */
  environment?: boolean;
  /** An internal fault, or an `error` cell. */
  internal?: boolean;
  /** A required item is decided and not met. */
  unmet?: boolean;
  /** A required item, or without requirements any selected probe, is undecided or was not run. */
  undecided?: boolean;
}

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 130;

/** In order of precedence: the first that holds decides (verdicts.md section 7, also printed by the help and docs/cli.md). */
export const EXIT_CODES = [
  { code: 130, when: 'interrupted', words: 'interrupted by a signal' },
  { code: 2, when: 'usage', words: 'wrong use or configuration' },
  { code: 3, when: 'environment', words: 'the environment could not be had or broke, or a file could not be written' },
  { code: 5, when: 'internal', words: 'an internal fault, or a probe with the verdict error' },
  { code: 1, when: 'unmet', words: 'a required item is decided and not met; verify or selftest found a difference' },
  {
    code: 4,
    when: 'undecided',
    words: 'a required item, or without requirements any selected probe, is undecided or was not run',
  },
] as const satisfies { code: ExitCode; when: keyof ExitFacts; words: string }[];

/** The documented exit code. Pure. */
export function exitCode(facts: ExitFacts): ExitCode {
  return EXIT_CODES.find(({ when }) => facts[when] === true)?.code ?? 0;
}
