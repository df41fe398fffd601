import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError } from '../errors.ts';
import type { ObtainedProgram } from './program.ts';
import type { ProgramRequest } from './program-source.ts';
import { checkProgramVersion, readProgramVersion } from './program-version.ts';
import { sha256OfFile } from './sha256.ts';

/** Programs that a KUBEBUILDER_ASSETS folder carries and gateproof uses. */
const assetPrograms = new Set(['etcd', 'kube-apiserver']);

/** GATEPROOF_KUBE_APISERVER_PATH for kube-apiserver. */
export function pathVariable(name: string): string {
  return `GATEPROOF_${name.toUpperCase().replaceAll('-', '_')}_PATH`;
}

/**
 * The program that the user's settings name. A program named by its own variable must be of the wanted version;
 * KUBEBUILDER_ASSETS is set for many tools, so another version in it is noted and passed over.
 */
export async function findExplicit(
  request: ProgramRequest,
  env: NodeJS.ProcessEnv,
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<ObtainedProgram | undefined> {
  const variable = pathVariable(request.name);
  const named = env[variable];
  if (named) {
    const path = resolve(named);
    await access(path, constants.X_OK).catch((error: Error) => {
      throw new EnvironmentError(`${variable} is ${path}, which cannot be executed: ${error.message}`, {
        code: 'PROGRAM_NOT_RUNNABLE',
        hint: `Correct ${variable} or unset it.`,
      });
    });
    await checkProgramVersion(request, path, request.version, `set by ${variable}`, signal);
    return obtained(request, path);
  }
  const assets = env.KUBEBUILDER_ASSETS;
  if (!assets || !assetPrograms.has(request.name)) return undefined;
  const path = join(resolve(assets), request.name);
  const version = await access(path, constants.X_OK)
    .then(() => readProgramVersion(request, path, signal))
    .catch(() => undefined);
  signal?.throwIfAborted();
  if (version === request.version) return obtained(request, path);
  note(`KUBEBUILDER_ASSETS has ${request.name} ${version ?? '(none that runs)'}, wanted ${request.version}: not used`);
  return undefined;
}

async function obtained(request: ProgramRequest, path: string): Promise<ObtainedProgram> {
  return {
    name: request.name,
    wantedVersion: request.version,
    version: request.version,
    path,
    sha256: await sha256OfFile(path),
    origin: { kind: 'path', path },
    cached: false,
  };
}
