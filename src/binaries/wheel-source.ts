import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearestVersionsFirst } from '../profile/nearest-version.ts';
import type { Source } from './program-source.ts';
import { lastLines, runCommand } from './run-command.ts';

/**
 * A wheel that carries the program, fetched by pip. When there is none of the exact version, the nearest one is
 * taken, and the answer's version says so.
 */
export const wheelSource: Source = {
  title: 'pip download',
  async obtain({ request, workDir, env, signal, detail }) {
    const wheel = request.source.wheel;
    if (wheel === undefined) return { refused: 'no wheel is known for it' };
    const pip = async (version: string) => {
      detail(`pip download ${wheel.package}==${version}`);
      // Only wheels, since a source package would run code while it is fetched.
      const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--progress-bar=off'];
      args.push('--dest', workDir, `${wheel.package}==${version}`);
      const command = await runCommand('python3', args, {
        cwd: workDir,
        env,
        signal,
        onLine: detail,
        dieWithParent: true,
      });
      return { ...command, version };
    };
    let answer = await pip(request.version);
    const nearest =
      answer.exitCode === 0 ? undefined : nearestVersionsFirst(request.version, offeredVersions(answer.stderr))[0];
    if (nearest !== undefined) answer = await pip(nearest);
    if (answer.exitCode !== 0) return { refused: `pip: ${lastLines(answer.stderr, 2)}` };

    const file = (await readdir(workDir)).find((name) => name.endsWith('.whl'));
    if (file === undefined) return { refused: `pip downloaded no wheel of ${wheel.package}` };
    const unpacked = join(workDir, 'wheel');
    const unzip = await runCommand('python3', ['-m', 'zipfile', '-e', join(workDir, file), unpacked], { env, signal });
    if (unzip.exitCode !== 0) return { refused: `${file} cannot be unpacked: ${lastLines(unzip.stderr, 2)}` };
    const program = join(unpacked, wheel.file);
    const present = await access(program).then(
      () => true,
      () => false,
    );
    if (!present) return { refused: `${file} has no file ${wheel.file}` };
    return {
      file: program,
      version: answer.version,
      origin: { kind: 'wheel', package: wheel.package, version: answer.version },
    };
  },
};

/** The versions that pip lists when it has no match: "(from versions: 1.36.2, 1.37.0)". */
function offeredVersions(stderr: string): string[] {
  const list = /from versions: ([^)]*)\)/.exec(stderr)?.[1] ?? '';
  return list.split(/,\s*/);
}
