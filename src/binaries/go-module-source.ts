import { mkdir, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { downloadModule, type GoModFile, type GoOptions, go, goEnvironment, readGoMod, readGoSum } from './go-tool.ts';
import { fillTemplate } from './platform.ts';
import type { Source } from './program-source.ts';
import { runCommand } from './run-command.ts';

/**
 * `go build` at the exact version, from the Go module proxy. `go install pkg@version` refuses modules with replace
 * lines, so the build happens in a small module of our own that requires the program's module and takes its
 * replace and exclude lines over.
 */
export const goModuleSource: Source = {
  title: 'go build',
  async obtain({ request, platform, workDir, env, signal, detail }) {
    const recipe = request.source.goModule;
    if (recipe === undefined) return { refused: 'no Go module is known for it' };
    const version = `v${request.version}`;
    const buildDir = join(workDir, 'build');
    await mkdir(buildDir, { recursive: true });
    const options: GoOptions = { cwd: buildDir, env: goEnvironment(env, workDir), signal, onLine: detail };
    if (!(await hasGo(options))) return { refused: 'Go is not on the PATH' };

    detail(`go mod download ${recipe.module}@${version}`);
    const upstream = await downloadModule(recipe.module, version, options);
    const goMod = await readGoMod(join(upstream, 'go.mod'), options);
    await writeFile(join(buildDir, 'go.mod'), buildModule(recipe.module, version, goMod));
    await writeFile(join(buildDir, 'go.sum'), await readGoSum(upstream));

    const file = join(workDir, request.name);
    const ldflags = ['-s', '-w', ...(recipe.ldflags ?? [])].map((flag) =>
      fillTemplate(flag, { version: request.version, platform }),
    );
    const target = posix.join(recipe.module, recipe.package);
    detail(`go build ${target}`);
    await go(['build', '-trimpath', '-ldflags', ldflags.join(' '), '-o', file, target], options);
    return {
      file,
      version: request.version,
      origin: { kind: 'go-module', module: recipe.module, version },
    };
  },
};

async function hasGo(options: GoOptions): Promise<boolean> {
  try {
    return (await runCommand('go', ['version'], { ...options, onLine: undefined })).exitCode === 0;
  } catch {
    options.signal?.throwIfAborted();
    return false;
  }
}

/** The go.mod of the module in which a program is built. */
export function buildModule(module: string, version: string, upstream: GoModFile): string {
  const lines = [
    'module gateproof.invalid/build',
    '',
    `go ${upstream.Go ?? '1.21'}`,
    '',
    `require ${module} ${version}`,
  ];
  for (const { Old, New } of upstream.Replace ?? []) {
    const replaced =
      New.Version === undefined ? localReplacement(Old.Path, New.Path, version) : `${New.Path} ${New.Version}`;
    if (replaced !== undefined) lines.push(`replace ${Old.Path}${Old.Version ? ` ${Old.Version}` : ''} => ${replaced}`);
  }
  for (const { Path, Version } of upstream.Exclude ?? []) lines.push(`exclude ${Path} ${Version}`);
  return `${lines.join('\n')}\n`;
}

/**
 * A folder replacement cannot be taken over, as that folder is not part of the module. Kubernetes publishes the
 * modules of its staging folder under v0 with its own minor and patch; other projects (etcd) require their sibling
 * modules at published versions, so that the line is not needed.
 */
function localReplacement(oldPath: string, newPath: string, version: string): string | undefined {
  if (!newPath.startsWith('./staging/src/')) return undefined;
  return `${oldPath} ${version.replace(/^v\d+/, 'v0')}`;
}
