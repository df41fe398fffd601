/**
 * Brings the embedded environment up for development, prints how long each step took, sends one request through a Gateway,
 * and keeps everything until Ctrl-C.
 *
 *   node scripts/dev/embedded.ts [--once]
 *
 * GATEPROOF_DEV_ASSETS names a JSON file with EmbeddedAssets to use instead of obtaining them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { defaultCacheDir } from '../../src/binaries/cache-folder.ts';
import type { EmbeddedAssets } from '../../src/binaries/embedded-assets.ts';
import { obtainPrograms } from '../../src/binaries/obtain-programs.ts';
import { startEmbedded } from '../../src/environment/embedded/embedded-environment.ts';
import type { InnerContext } from '../../src/environment/embedded/inside-namespace.ts';
import { insideNamespace } from '../../src/environment/embedded/inside-namespace.ts';
import { enterNamespace } from '../../src/environment/embedded/namespace.ts';
import type { Profile } from '../../src/profile/schema.ts';
import { profileSchema } from '../../src/profile/schema.ts';
import { tryGateway } from './try-gateway.ts';

const profile = profileSchema.parse(
  parse(readFileSync(new URL('../../profiles/envoy-gateway.yaml', import.meta.url), 'utf8')),
) as Profile;
const version = profile.versions[0];
if (!version) throw new Error('the profile has no version');
const say = (line: string) => process.stderr.write(`${line}\n`);

const inner = insideNamespace();
if (inner) await bringUp(inner);
else {
  const file = process.env.GATEPROOF_DEV_ASSETS;
  const assets = file
    ? (JSON.parse(readFileSync(file, 'utf8')) as EmbeddedAssets)
    : await obtainPrograms(profile, version);
  process.exitCode = await enterNamespace({
    mountPoint: join(defaultCacheDir(), 'mnt'),
    data: assets,
    onEntered: (pid) => say(`enter it with: nsenter --target ${pid} --all --preserve-credentials`),
  });
}

async function bringUp(context: InnerContext): Promise<void> {
  const started = performance.now();
  let last = started;
  const step = (what: string) => {
    const now = performance.now();
    say(`${((now - started) / 1000).toFixed(2)} s (+${Math.round(now - last)} ms) ${what}`);
    last = now;
  };
  if (!version) return;
  const interrupted = new AbortController();
  context.onInterrupt((why) => interrupted.abort(why));
  const environment = await startEmbedded({
    assets: context.data as EmbeddedAssets,
    mountPoint: context.mountPoint,
    runId: 'dev',
  });
  environment.onFault((fault) => say(`FAULT ${fault.part}: ${fault.message}\n${fault.logTail.join('\n')}`));
  step(`control plane ready: Kubernetes ${environment.facts.kubernetesVersion}`);
  try {
    const controller = await environment.install(profile, version);
    step(`controller available: ${profile.name} ${controller.controllerVersion}`);
    await tryGateway(environment, profile, step);
    if (!process.argv.includes('--once')) {
      say(`logs and kubeconfig: ${context.mountPoint}/{logs,pki/kubeconfig} inside; Ctrl-C ends it`);
      await new Promise<void>((resolve) => {
        const keep = setInterval(() => {}, 60_000);
        interrupted.signal.addEventListener('abort', () => resolve(clearInterval(keep)));
        if (interrupted.signal.aborted) resolve(clearInterval(keep));
      });
    }
  } finally {
    last = performance.now();
    await environment.stop();
    step('stopped');
  }
}
