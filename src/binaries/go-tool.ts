import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '../errors.ts';
import { lastLines, runCommand } from './run-command.ts';

export interface GoOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
}

export interface GoModFile {
  Go?: string;
  Replace?: { Old: { Path: string; Version?: string }; New: { Path: string; Version?: string } }[] | null;
  Exclude?: { Path: string; Version: string }[] | null;
}

/** Settings under which every build gives the same program from the same modules. */
export function goEnvironment(env: NodeJS.ProcessEnv, workDir: string): NodeJS.ProcessEnv {
  return {
    ...env,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=mod',
    GOWORK: 'off',
    // The compiler's scratch files go where they are removed with the rest.
    GOTMPDIR: workDir,
  };
}

/** Runs the go tool. @throws EnvironmentError GO_FAILED with go's last lines. */
export async function go(args: string[], options: GoOptions): Promise<string> {
  const result = await runCommand('go', args, { ...options, dieWithParent: true });
  if (result.exitCode === 0) return result.stdout;
  throw new EnvironmentError(`go ${args[0]} failed (exit code ${result.exitCode}): ${lastLines(result.stderr, 4)}`, {
    code: 'GO_FAILED',
    hint: goHint(result.stderr),
  });
}

/**
 * Downloads a module (checked against the checksum database by go itself) and gives the folder of its source.
 * A module that asks for a newer Go than this one is unpacked all the same: its files are good to read.
 */
export async function downloadModule(module: string, version: string, options: GoOptions): Promise<string> {
  const args = ['mod', 'download', '-json', `${module}@${version}`];
  const result = await runCommand('go', args, { ...options, dieWithParent: true });
  const answer = parseAnswer(result.stdout);
  if (answer.Dir) return answer.Dir;
  const reason = answer.Error ?? lastLines(result.stderr, 4);
  throw new EnvironmentError(`go mod download ${module}@${version} failed: ${reason}`, {
    code: 'GO_FAILED',
    hint: goHint(reason),
  });
}

/** Reads a go.mod through `go mod edit -json`. */
export async function readGoMod(path: string, options: GoOptions): Promise<GoModFile> {
  return JSON.parse(await go(['mod', 'edit', '-json', path], options)) as GoModFile;
}

/** The go.sum beside a module's go.mod, or ''. */
export async function readGoSum(moduleDir: string): Promise<string> {
  return readFile(`${moduleDir}/go.sum`, 'utf8').catch(() => '');
}

function parseAnswer(text: string): { Dir?: string; Error?: string } {
  try {
    return JSON.parse(text) as { Dir?: string; Error?: string };
  } catch {
    return {};
  }
}

function goHint(output: string): string | undefined {
  if (/requires go >= |go\.mod requires go/.test(output)) return 'Install the Go version that it asks for.';
  if (/no such host|dial tcp|i\/o timeout|connection refused/.test(output))
    return 'The Go module proxy cannot be reached: check the network and `go env GOPROXY`.';
  if (/no space left/.test(output)) return 'Free some disk: a cold build of everything needs about 3 GB.';
  if (/signal: killed/.test(output)) return 'The compiler was killed, most likely for memory: it needs up to 3 GB.';
  return undefined;
}
