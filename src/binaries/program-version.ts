import { EnvironmentError } from '../errors.ts';
import type { ProgramRequest } from './program-source.ts';
import { lastLines, runCommand } from './run-command.ts';

const timeoutMs = 20_000;

/** What the program says of itself when run; undefined when the profile does not say how to ask. */
export async function readProgramVersion(
  request: ProgramRequest,
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { version } = request.source;
  if (version === undefined) return undefined;
  const result = await runCommand(path, version.command, { signal, timeoutMs }).catch(
    (error: NodeJS.ErrnoException) => {
      signal?.throwIfAborted();
      throw new EnvironmentError(`${path} cannot be run: ${error.message}`, {
        code: 'PROGRAM_NOT_RUNNABLE',
        cause: error,
      });
    },
  );
  const output = `${result.stdout}\n${result.stderr}`;
  const found = new RegExp(version.pattern, 'm').exec(output)?.[1];
  if (found !== undefined) return found;
  throw new EnvironmentError(
    `${path} ${version.command.join(' ')} does not print a version (exit code ${result.exitCode}): ${lastLines(output, 3)}`,
    { code: 'PROGRAM_VERSION_UNREADABLE', hint: `Wanted: ${request.name} ${request.version}.` },
  );
}

/** @throws EnvironmentError PROGRAM_VERSION_MISMATCH when the program says that it is another version than `expected`. */
export async function checkProgramVersion(
  request: ProgramRequest,
  path: string,
  expected: string,
  from: string,
  signal?: AbortSignal,
): Promise<void> {
  const found = await readProgramVersion(request, path, signal);
  if (found === undefined || found === expected) return;
  throw new EnvironmentError(`${request.name} at ${path} says it is version ${found}, wanted ${expected} (${from})`, {
    code: 'PROGRAM_VERSION_MISMATCH',
    hint: `Give a program of version ${expected}, or leave the setting away so that gateproof obtains it.`,
  });
}
