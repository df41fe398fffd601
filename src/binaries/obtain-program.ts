import { join } from 'node:path';
import type { ProgressSink } from '../environment/environment.ts';
import { EnvironmentError } from '../errors.ts';
import { defaultCacheDir, withWorkDir } from './cache-folder.ts';
import { findExplicit, pathVariable } from './explicit-path.ts';
import { withFileLock } from './file-lock.ts';
import { goModuleSource } from './go-module-source.ts';
import { hostPlatform, type Platform } from './platform.ts';
import type { ObtainedProgram } from './program.ts';
import { addToCache, cacheKey, findCached, programDir } from './program-cache.ts';
import type { FoundProgram, ProgramRequest, Source } from './program-source.ts';
import { checkProgramVersion } from './program-version.ts';
import { releaseSource } from './release-source.ts';
import { trackStep } from './track-step.ts';
import { wheelSource } from './wheel-source.ts';

export interface ObtainOptions {
  /** Default: GATEPROOF_CACHE, or gateproof in the user's cache folder. */
  cacheDir?: string | undefined;
  progress?: ProgressSink | undefined;
  /** Abort ends every child process and removes what is not finished. */
  signal?: AbortSignal | undefined;
  /** Default: the process's own. */
  env?: NodeJS.ProcessEnv | undefined;
  platform?: Platform | undefined;
  connectTimeoutMs?: number | undefined;
  stallTimeoutMs?: number | undefined;
  /** Which of how many, for the progress display. */
  index?: number | undefined;
  total?: number | undefined;
}

/** Tried in this order after the user's settings and the cache. */
const sources: Source[] = [releaseSource, goModuleSource, wheelSource];

/** Faults after which no other source is tried. */
const suspicious = new Set(['CHECKSUM_MISMATCH', 'PROGRAM_VERSION_MISMATCH']);

/**
 * Gets a program: from the path that the user set, the cache, the project's release download, a build from the Go
 * module proxy, or a wheel; whatever comes first.
 * @throws EnvironmentError PROGRAM_UNAVAILABLE naming every source's refusal; CHECKSUM_MISMATCH and
 *   PROGRAM_VERSION_MISMATCH at once.
 */
export async function obtainProgram(request: ProgramRequest, options: ObtainOptions = {}): Promise<ObtainedProgram> {
  const { signal, env = process.env, platform = hostPlatform(), cacheDir = defaultCacheDir(env) } = options;
  const name = `${request.name} ${request.version}`;
  const step = {
    phase: 'programs',
    title: name,
    ...(options.index === undefined ? {} : { index: options.index }),
    ...(options.total === undefined ? {} : { total: options.total }),
  };
  return trackStep(options.progress, step, async ({ detail, retitle }) => {
    const explicit = await findExplicit(request, env, detail, signal);
    if (explicit) {
      retitle(`${name}: ${explicit.path}`);
      return explicit;
    }
    const dir = programDir(cacheDir, request, platform);
    const cached = await findCached(dir);
    if (cached) {
      retitle(`${name}: from the cache`);
      return cached;
    }
    const lock = join(cacheDir, 'locks', `${request.name}-${cacheKey(request, platform)}.lock`);
    const onWait = ({ pid }: { pid: number }) => retitle(`${name}: process ${pid} is obtaining it, waiting`);
    return withFileLock(lock, { signal, onWait }, async () => {
      const made = await findCached(dir);
      if (made) {
        retitle(`${name}: from the cache`);
        return made;
      }
      return withWorkDir(cacheDir, async (workDir) => {
        const { connectTimeoutMs, stallTimeoutMs } = options;
        const context = { request, platform, workDir, env, signal, detail, connectTimeoutMs, stallTimeoutMs };
        const refusals: string[] = [];
        for (const source of sources) {
          retitle(`${name}: ${source.title}`);
          try {
            const answer = await source.obtain(context);
            if (!('refused' in answer)) {
              if (answer.version !== request.version)
                retitle(`${name}: ${source.title} has only ${answer.version}, the nearest`);
              return await keep(request, answer, source, dir, workDir, signal);
            }
            refusals.push(`${source.title}: ${answer.refused}`);
          } catch (error) {
            refusals.push(`${source.title}: ${asRefusal(error, signal)}`);
          }
          detail(refusals.at(-1)!);
        }
        throw unavailable(request, refusals);
      });
    });
  });
}

/** Checks the program's own version and puts it into the cache. */
async function keep(
  request: ProgramRequest,
  { version, origin, file }: FoundProgram,
  source: Source,
  dir: string,
  workDir: string,
  signal: AbortSignal | undefined,
): Promise<ObtainedProgram> {
  const facts = { name: request.name, wantedVersion: request.version, version, origin };
  return addToCache(dir, workDir, file, facts, (path) =>
    checkProgramVersion(request, path, version, source.title, signal),
  );
}

/** A source that fails is passed over, unless its file is not what it claims to be, or the fault is ours. */
function asRefusal(error: unknown, signal: AbortSignal | undefined): string {
  signal?.throwIfAborted();
  if (!(error instanceof EnvironmentError) || suspicious.has(error.code)) throw error;
  return error.hint ? `${error.message} ${error.hint}` : error.message;
}

function unavailable(request: ProgramRequest, refusals: string[]): EnvironmentError {
  return new EnvironmentError(
    `${request.name} ${request.version} cannot be obtained:\n${refusals.map((refusal) => `  ${refusal}`).join('\n')}`,
    {
      code: 'PROGRAM_UNAVAILABLE',
      hint: `Set ${pathVariable(request.name)} to a program of that version, or make one of these sources reachable. \`gateproof doctor\` checks them.`,
    },
  );
}
