import type { OptionName } from './options.ts';

type Action = (args: string[], options: Record<string, unknown>) => Promise<number>;

/** A command as data. Its module is loaded only when it is asked for: `--help` and `list` need no environment code. */
export interface CommandSpec {
  name: string;
  /** As in commander, e.g. `<probe>`. */
  arguments?: { flags: string; description: string }[];
  summary: string;
  /** Further paragraphs of the help. */
  about?: string;
  options: OptionName[];
  examples: { command: string; shows: string }[];
  /** Does the work and returns the exit code. */
  load(): Promise<Action>;
}

export const COMMANDS: CommandSpec[] = [
  {
    name: 'run',
    summary: 'ask a real controller, and print its capability matrix',
    about:
      'Starts the environment, installs the controller, asks every selected probe, and takes everything down again. The matrix goes to ' +
      'stdout; results.json, matrix.html, matrix.md and junit.xml go to the output folder.',
    options: [
      'profile',
      'env',
      'channel',
      'probes',
      'require',
      'out',
      'json',
      'timeout',
      'concurrency',
      'repeat',
      'seed',
      'keep',
      'verbose',
      'suites',
    ],
    examples: [
      { command: 'gateproof run', shows: 'every probe, on the default version of the default profile' },
      {
        command: "gateproof run --profile envoy-gateway@1.9.1 --probes 'http-route/*,ReferenceGrant'",
        shows: 'a suite, and the probes of a feature',
      },
      {
        command: 'gateproof run --require HTTPRouteMethodMatching,ReferenceGrant --out evidence',
        shows: 'a gate: exit code 1 unless both are supported',
      },
    ],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'list',
    arguments: [{ flags: '<what>', description: 'probes, profiles or features' }],
    summary: 'show what can be asked, and of whom',
    options: ['probes', 'json', 'verbose', 'suites'],
    examples: [
      { command: 'gateproof list probes', shows: 'every probe: id, level, features, what holds when it is supported' },
      { command: "gateproof list probes --probes 'HTTPRoute*'", shows: 'the probes that a selection means' },
      { command: 'gateproof list profiles', shows: 'controllers with their versions' },
    ],
    load: async () => (await import('./list.ts')).list,
  },
  {
    name: 'explain',
    arguments: [{ flags: '<probe>', description: 'id of a probe' }],
    summary: 'show the question, the specification, the manifests of both arms, and the exchanges',
    options: ['verbose', 'suites'],
    examples: [
      { command: 'gateproof explain http-route/method', shows: 'how a match is probed' },
      {
        command: 'gateproof explain cross-namespace/reference-grant-revoked',
        shows: 'a probe in phases: what changes while traffic runs',
      },
      { command: 'gateproof explain http-route/method | less', shows: 'without colours, page by page' },
    ],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'report',
    arguments: [{ flags: '<results.json>', description: 'file that a run wrote' }],
    summary: 'render the results of a run again',
    options: ['format', 'reportOut', 'verbose'],
    examples: [
      { command: 'gateproof report gateproof-results/<run>/results.json', shows: 'the matrix on the terminal' },
      { command: 'gateproof report results.json --format html,junit', shows: 'two files beside the results' },
      { command: 'gateproof report results.json --format markdown --out site', shows: 'matrix.md in another folder' },
    ],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'verify',
    arguments: [{ flags: '<results.json>', description: 'file that a run wrote' }],
    summary: 'compute every verdict again from the recorded observations',
    about: 'Exit code 0 when every verdict of the file follows from its evidence, 1 with a list when one does not.',
    options: ['json', 'verbose'],
    examples: [
      { command: 'gateproof verify gateproof-results/<run>/results.json', shows: 'whether the verdicts follow' },
      { command: 'gateproof verify results.json --json', shows: 'the differences for a program' },
      { command: 'gateproof verify reports/results.json && echo sound', shows: 'as a check in a script' },
    ],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'doctor',
    summary: 'check what the embedded environment needs on this machine, and say what to do',
    about: 'Exit code 3 when a check fails.',
    options: ['profile', 'json', 'verbose'],
    examples: [
      { command: 'gateproof doctor', shows: 'every check with what was measured' },
      { command: 'gateproof doctor --profile envoy-gateway@1.8.0', shows: "the same, with that version's programs" },
      { command: 'gateproof doctor --json', shows: 'for a program' },
    ],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'gc',
    summary: 'remove what a killed run may have left',
    about:
      'A run lives in namespaces that end with it, so there is seldom anything. Removed are only processes of runs whose first process is ' +
      'gone, their lock files and temporary folders in the cache, and half-written result files; never a cached program or a result.',
    options: ['dryRun', 'out', 'json', 'verbose'],
    examples: [
      { command: 'gateproof gc', shows: 'what was found and removed' },
      { command: 'gateproof gc --dry-run', shows: 'what would be removed' },
      { command: 'gateproof gc --out evidence', shows: 'looks for half-written files in that folder too' },
    ],
    load: async () => (await import('./gc.ts')).gc,
  },
  {
    name: 'selftest',
    summary: 'show that the probes can notice: run them against four mutants of a real controller',
    about:
      'A controller that ignores the probed field, one that is stopped, one that is 10 s late, and answers from the wrong arm: none may be ' +
      'called supported. Exit code 1 when a probe cannot notice, 4 when one could not be judged.',
    options: ['profile', 'env', 'channel', 'probes', 'json', 'timeout', 'concurrency', 'seed', 'verbose', 'suites'],
    examples: [
      { command: 'gateproof selftest', shows: 'every probe' },
      { command: 'gateproof selftest --profile envoy-gateway@1.9.1', shows: 'on an exact version' },
      { command: 'gateproof selftest --probes http-route/method', shows: 'a probe that is being written' },
    ],
    load: async () => (await import('./selftest.ts')).selftest,
  },
];
