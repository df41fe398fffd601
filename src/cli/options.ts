import { UsageError } from '../errors.ts';
import { didYouMean } from '../profile/nearest-name.ts';
import { DEFAULTS } from './settings.ts';

/** One option as data: the help, docs/cli.md and the parser are made of it. */
export interface OptionSpec {
  flags: string;
  description: string;
  /** Turns the text into a value; `previous` is what earlier occurrences gave. Absent: the text itself, or true for a flag. */
  parse?: (text: string, previous?: unknown) => unknown;
  /** Shown in the help; the settings layer applies it. */
  preset?: string;
  /** For tests and development; not in the help. */
  hidden?: true;
}

export const ENVIRONMENTS = ['embedded', 'kind', 'cluster'] as const;
export const CHANNELS = ['experimental', 'standard'] as const;

export const OPTIONS = {
  profile: {
    flags: '--profile <name[@version]>',
    description: 'controller and exact version; or the path of a profile of your own',
    preset: DEFAULTS.profile,
  },
  env: {
    flags: '--env <where>',
    description: `where to run: ${ENVIRONMENTS.join(', ')}`,
    parse: choice('--env', ENVIRONMENTS),
    preset: DEFAULTS.env,
  },
  channel: {
    flags: '--channel <channel>',
    description: `Gateway API resources to install: ${CHANNELS.join(', ')}`,
    parse: choice('--channel', CHANNELS),
    preset: DEFAULTS.channel,
  },
  probes: {
    flags: '--probes <globs>',
    description: 'probes to ask: ids, suites and feature names, with * and ?; repeat, or separate by commas',
    parse: list,
    preset: 'all',
  },
  out: {
    flags: '--out <folder>',
    description: 'where results.json and its renderings go',
    preset: `${DEFAULTS.outParent}/<run id>`,
  },
  require: {
    flags: '--require <items>',
    description: 'features or probe ids that must be supported, else exit code 1; repeat, or separate by commas',
    parse: list,
  },
  keep: {
    flags: '--keep',
    description: 'keep the environment up after the run, until Ctrl-C, and say how to enter it',
  },
  concurrency: {
    flags: '--concurrency <n>',
    description: 'probes in flight at once',
    parse: whole('--concurrency', 1, 1000),
    preset: '6 for each CPU',
  },
  repeat: {
    flags: '--repeat <n>',
    description: 'look at each probe at least so often',
    parse: whole('--repeat', 1, 20),
    preset: String(DEFAULTS.repeat),
  },
  seed: {
    flags: '--seed <n>',
    description: 'chooses which supported probes are doubted; printed, so that a run can be done again',
    parse: whole('--seed', 0, 2 ** 32 - 1),
    preset: 'random',
  },
  timeout: {
    flags: '--timeout <duration>',
    description: 'end the run after this time (90s, 10m, 1h; obtaining programs does not count) with a partial result',
    parse: duration,
  },
  verbose: { flags: '-v, --verbose', description: 'say more on stderr; stacks of internal errors' },
  json: { flags: '--json', description: 'JSON on stdout instead of text' },
  format: {
    flags: '--format <names>',
    description: 'terminal, or files by format: html, markdown, junit; repeat, or separate by commas',
    parse: list,
    preset: 'terminal',
  },
  reportOut: { flags: '--out <folder>', description: 'where the files go', preset: 'the folder of results.json' },
  dryRun: { flags: '--dry-run', description: 'only say what would be removed' },
  suites: { flags: '--suites <folder>', description: 'probes of another folder', hidden: true },
} satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof OPTIONS;

/** A parser for one of a few words, with a suggestion. */
export function choice(name: string, values: readonly string[]): (text: string) => string {
  return (text) => {
    if (values.includes(text)) return text;
    throw unknownWord(`${name} ${text}`, text, values);
  };
}

export function unknownWord(what: string, text: string, known: readonly string[]): UsageError {
  const near = didYouMean(text, [...known]);
  return new UsageError(`${what}: known are ${known.join(', ')}`, {
    code: 'UNKNOWN_WORD',
    hint: near === undefined ? undefined : `Did you mean ${near}?`,
  });
}

function list(text: string, previous?: unknown): string[] {
  const items = text.split(',').map((item) => item.trim());
  return [...((previous as string[] | undefined) ?? []), ...items.filter((item) => item !== '')];
}

function whole(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(`${name} ${text}: a whole number from ${least} to ${most} is needed`, { code: 'BAD_NUMBER' });
  };
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds; a bare number means seconds. */
function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const ms = match === null ? 0 : Math.round(Number(match[1]) * UNITS[(match[2] ?? 's') as keyof typeof UNITS]);
  if (ms > 0 && ms < 2 ** 31) return ms;
  throw new UsageError(`--timeout ${text}: a duration such as 90s, 10m or 1h is needed, up to 24 days`, {
    code: 'BAD_DURATION',
  });
}
