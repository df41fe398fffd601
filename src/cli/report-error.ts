import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { GateproofError } from '../errors.ts';
import { exitCode } from '../gate/exit-code.ts';
import { say } from './output.ts';
import { RunEnded } from './run-ended.ts';
import { terminalSettings } from './settings.ts';

const HELP_CODES = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version']);

/** Says on stderr what happened, what was measured and what to do next; returns the exit code. */
export function reportError(error: unknown, { verbose }: { verbose: boolean }): number {
  const { color } = terminalSettings(process.stderr);
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const complain = (message: string) => say(`${style(['red', 'bold'], 'error:')} ${message}`);

  if (error instanceof CommanderError) {
    if (HELP_CODES.has(error.code)) return error.exitCode === 0 ? 0 : exitCode({ usage: true });
    complain(error.message.replace(/^error: /, ''));
    say(style('dim', 'gateproof --help shows the commands, gateproof <command> --help its options.'));
    return exitCode({ usage: true });
  }
  if (error instanceof RunEnded) {
    complain(error.message);
    return exitCode(error.kind === 'interrupted' ? { interrupted: true } : { environment: true });
  }
  if (error instanceof GateproofError) {
    complain(error.message);
    if (error.hint !== undefined) say(style('bold', error.hint));
    if (verbose) say(style('dim', `${error.code}\n${error.stack ?? ''}`));
    return error.exitCode;
  }
  const unexpected = error instanceof Error ? error : new Error(String(error));
  complain(`internal fault: ${unexpected.message}`);
  if (verbose) say(stackOf(unexpected));
  say(
    style(
      'bold',
      `This is a fault of gateproof. Please report it to its maintainers with the command and ${verbose ? 'the lines above' : 'what --verbose says'}.`,
    ),
  );
  return exitCode({ internal: true });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
