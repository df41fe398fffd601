/**
 * Runs one scenario in the embedded environment and prints one JSON line per event; started by embedded-environment.test.ts.
 * GATEPROOF_TEST_ASSETS names a file with EmbeddedAssets, where they are not to be taken from the cache.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCacheDir } from '../src/binaries/cache-folder.ts';
import type { EmbeddedAssets } from '../src/binaries/embedded-assets.ts';
import { obtainPrograms } from '../src/binaries/obtain-programs.ts';
import { startEmbedded } from '../src/environment/embedded/embedded-environment.ts';
import { insideNamespace } from '../src/environment/embedded/inside-namespace.ts';
import { enterNamespace } from '../src/environment/embedded/namespace.ts';
import { resolveProfileRef } from '../src/profile/profile-ref.ts';
import { scenarios } from './embedded-scenarios.ts';

const tell = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);
const { profile, version } = await resolveProfileRef('envoy-gateway');
const inner = insideNamespace();
if (inner) {
  const scenario = scenarios[process.argv[2] ?? ''];
  if (!scenario) throw new Error(`no scenario ${process.argv[2]}`);
  const interrupted = new AbortController();
  inner.onInterrupt((interrupt) => interrupted.abort(interrupt));
  const environment = await startEmbedded({
    assets: withShell(inner.data as EmbeddedAssets),
    mountPoint: inner.mountPoint,
    runId: 'embedded-test',
  });
  environment.onFault((fault) => tell({ event: 'a fault', ...fault }));
  try {
    process.exitCode = await scenario({
      environment,
      profile: withShellImage(),
      version,
      tell,
      interrupted: interrupted.signal,
    });
  } catch (error) {
    process.stderr.write(`${environment.logTail(undefined, 40).join('\n')}\n`);
    throw error;
  } finally {
    const begin = performance.now();
    await environment.stop();
    tell({ event: 'stopped', elapsedMs: performance.now() - begin });
  }
} else {
  const file = process.env.GATEPROOF_TEST_ASSETS;
  const assets = file
    ? (JSON.parse(readFileSync(file, 'utf8')) as EmbeddedAssets)
    : await obtainPrograms(profile, version);
  process.exitCode = await enterNamespace({
    mountPoint: join(defaultCacheDir(), 'mnt'),
    data: assets,
    onEntered: (pid) => tell({ event: 'entered', pid }),
  });
}

/** A program that does as it is told, for pods that the process node is tested with. */
function withShell(assets: EmbeddedAssets): EmbeddedAssets {
  const origin = { kind: 'path' as const, path: '/bin/sh' };
  const shell = {
    name: 'shell',
    wantedVersion: '1.0.0',
    version: '1.0.0',
    path: '/bin/sh',
    sha256: 'none',
    origin,
    cached: true,
  };
  return { ...assets, programs: { ...assets.programs, shell } };
}

function withShellImage(): typeof profile {
  const image = { image: 'gateproof/shell', program: 'shell', entrypoint: ['/bin/sh'], commands: ['sh'] };
  return { ...profile, embedded: { ...profile.embedded, images: [...(profile.embedded?.images ?? []), image] } };
}
