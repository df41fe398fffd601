import { Command, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { EXIT_CODES } from '../gate/exit-code.ts';
import { COMMANDS, type CommandSpec } from './commands.ts';
import { OPTIONS, type OptionSpec } from './options.ts';

/** The parser, made of the tables. `onDone` gets the exit code of the command that ran. */
export function createProgram(onDone: (exitCode: number) => void): Command {
  const program = new Command('gateproof')
    .description(`${packageJson.description}.`)
    .version(packageJson.version, '--version', 'print the version of gateproof')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    // Errors are thrown and said in one place.
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .addHelpText('after', `\n${exitCodeHelp()}`);
  for (const spec of COMMANDS) program.addCommand(createCommand(spec, onDone));
  return program;
}

function createCommand(spec: CommandSpec, onDone: (exitCode: number) => void): Command {
  const command = new Command(spec.name)
    .summary(spec.summary)
    .description(
      [`${spec.summary[0]?.toUpperCase()}${spec.summary.slice(1)}.`, spec.about].filter(Boolean).join('\n\n'),
    )
    .helpOption('-h, --help', 'print help')
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const { flags, description } of spec.arguments ?? []) command.argument(flags, description);
  for (const name of spec.options) command.addOption(createOption(OPTIONS[name]));
  command.addHelpText('after', `\n${exampleHelp(spec)}${spec.name === 'run' ? `\n\n${otherCommands()}` : ''}`);
  return command.action(async (...given: unknown[]) => {
    // commander passes the arguments, then the options, then the command itself.
    const args = given.slice(0, -2) as string[];
    const action = await spec.load();
    onDone(await action(args, given.at(-2) as Record<string, unknown>));
  });
}

function createOption(spec: OptionSpec): Option {
  const preset = spec.preset === undefined ? '' : ` (default: ${spec.preset})`;
  const option = new Option(spec.flags, `${spec.description}${preset}`);
  if (spec.parse) option.argParser(spec.parse);
  if (spec.hidden) option.hideHelp();
  return option;
}

export function exampleHelp({ examples }: CommandSpec): string {
  return ['Examples:', ...examples.map(({ command, shows }) => `  $ ${command}\n      ${shows}`)].join('\n');
}

function exitCodeHelp(): string {
  const rows = [{ code: 0, words: 'everything asked for is there' }, ...EXIT_CODES];
  return ['Exit codes:', ...rows.map(({ code, words }) => `  ${String(code).padEnd(5)}${words}`)].join('\n');
}

function otherCommands(): string {
  const others = COMMANDS.filter(({ name }) => name !== 'run').map(
    ({ name, summary }) => `  ${name.padEnd(10)}${summary}`,
  );
  return [
    'Other commands (gateproof <command> --help; in a checkout: npm run gateproof -- <command> --help):',
    ...others,
  ].join('\n');
}
