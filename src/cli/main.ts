import { CommanderError } from 'commander';
import { insideNamespace } from '../environment/embedded/inside-namespace.ts';
import { toInnerExit } from './inner-exit.ts';
import { endWhenReaderIsGone, flushOutput } from './output.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * The command line. Sets process.exitCode; never throws. In the process inside the namespace it ends the process, since there a handle that
 * was forgotten would keep a whole environment.
 */
export async function main(argv: string[]): Promise<void> {
  endWhenReaderIsGone();
  const inside = insideNamespace() !== undefined;
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  try {
    const program = createProgram((code) => {
      process.exitCode = code;
    });
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      process.exitCode = 2;
    } else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = reportError(withUsage(error, argv), { verbose });
  }
  await flushOutput();
  if (inside) process.exit(toInnerExit(Number(process.exitCode ?? 0)));
}

/** commander says "missing required argument 'probe'": the usage line says more. */
function withUsage(error: unknown, argv: string[]): unknown {
  if (!(error instanceof CommanderError) || error.code !== 'commander.missingArgument') return error;
  return new CommanderError(error.exitCode, error.code, `${error.message}; see gateproof ${argv[0]} --help`);
}
