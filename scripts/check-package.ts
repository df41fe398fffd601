/**
 * Packs the package, installs it in an empty folder as a user would, and runs its bin there: all that it needs must be in it or declared.
 *
 *   node scripts/check-package.ts
 */
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gateproof-package-'));
const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'inherit'] });

/** A registry that stops answering in the middle is no fault of the package. */
function install(tarball: string, triesLeft = 2): void {
  try {
    run(folder, 'npm', 'install', '--silent', '--no-audit', '--no-fund', '--omit=dev', '--prefer-offline', tarball);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ETIMEDOUT' || triesLeft === 0) throw error;
    install(tarball, triesLeft - 1);
  }
}

try {
  // The scripts of the package say what they do on stdout too: the file's name is the last thing said.
  const packed = run(root, 'npm', 'pack', '--silent', '--pack-destination', folder).trim().split('\n').at(-1) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  install(join(folder, packed));
  const bin = (...args: string[]) =>
    run(folder, process.execPath, join(folder, 'node_modules', 'gateproof', 'bin', 'gateproof.js'), ...args);

  assert.equal(bin('--version').trim(), packageJson.version);
  const count = (text: string) => (JSON.parse(text) as unknown[]).length;
  const here = run(root, process.execPath, 'bin/gateproof.js', 'list', 'probes', '--json');
  assert.equal(count(bin('list', 'probes', '--json')), count(here), 'the package has other probes than the sources');
  assert.match(bin('list', 'profiles'), /envoy-gateway@/);
  assert.match(bin('explain', 'http-route/method'), /Exchanges/);
  console.log(`${packed}: installed in an empty folder, its bin runs and has all ${count(here)} probes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
