import { chmod } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type DownloadOptions, downloadFile, downloadText } from './download.ts';
import { fillTemplate } from './platform.ts';
import type { Source } from './program-source.ts';
import { lastLines, runCommand } from './run-command.ts';

/** Base URL that stands in for the release hosts: `<base>/<host>/<path>`. */
const mirrorVariable = 'GATEPROOF_RELEASE_MIRROR';

/**
 * The project's own release download, compared with the checksum that the project publishes beside it. A project
 * without a published checksum has no entry in the profile: nothing would show a damaged or foreign file.
 */
export const releaseSource: Source = {
  title: 'release download',
  async obtain(context) {
    const { request, platform, workDir, env, signal, detail, connectTimeoutMs, stallTimeoutMs } = context;
    const { release } = request.source;
    if (release === undefined) return { refused: 'the project publishes no program with a checksum' };
    const fill = (text: string) =>
      fillTemplate(text, { version: request.version, platform, archNames: release.archNames });
    const published = fill(release.url);
    const url = mirrored(published, env);
    const options: DownloadOptions = { signal, connectTimeoutMs, stallTimeoutMs };
    const file = join(workDir, basename(new URL(url).pathname));
    const checksumUrl = mirrored(fill(release.checksums), env);
    const sha256 = findChecksum(await downloadText(checksumUrl, options), basename(new URL(published).pathname));
    if (sha256 === undefined) return { refused: `${checksumUrl} has no SHA-256 of ${basename(file)}` };
    await downloadFile(url, file, sha256, {
      ...options,
      onProgress: (received, total) => detail(`${megabytes(received)} of ${total ? megabytes(total) : '?'} MB`),
    });
    const origin = { kind: 'release', url } as const;
    if (release.file === undefined) {
      await chmod(file, 0o755);
      return { file, version: request.version, origin };
    }
    const member = fill(release.file);
    const tar = await runCommand('tar', ['-xf', file, '-C', workDir, member], { signal });
    if (tar.exitCode !== 0) return { refused: `${url}: ${member} cannot be unpacked: ${lastLines(tar.stderr, 2)}` };
    return { file: join(workDir, member), version: request.version, origin };
  },
};

/** The URL on the mirror, when one is set. */
export function mirrored(url: string, env: NodeJS.ProcessEnv): string {
  const mirror = env[mirrorVariable];
  if (!mirror) return url;
  const { host, pathname } = new URL(url);
  return `${mirror.replace(/\/+$/, '')}/${host}${pathname}`;
}

/** Reads a bare digest or the lines of `sha256sum`, also inside a clear-signed file. */
export function findChecksum(text: string, file: string): string | undefined {
  const bare = /^\s*([0-9a-f]{64})\s*$/i.exec(text)?.[1];
  if (bare !== undefined) return bare.toLowerCase();
  for (const line of text.split('\n')) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)\s*$/i.exec(line);
    if (match && basename(match[2]!) === file) return match[1]!.toLowerCase();
  }
  return undefined;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
