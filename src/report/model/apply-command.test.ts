import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { arm, backendRule, route, T } from '../fixture/build-look.ts';
import { applyCommand } from './apply-command.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateproof-apply-'));
  const kubectl = `#!/bin/sh\necho "$@" >> "$OUT/calls"\nif [ "$1" = apply ]; then cat > "$OUT/applied"; fi\n`;
  await writeFile(join(folder, 'kubectl'), kubectl);
  await chmod(join(folder, 'kubectl'), 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command with a kubectl that keeps what it is given. */
async function run(command: string): Promise<{ calls: string[]; documents: unknown[] }> {
  const env = { ...process.env, OUT: folder, PATH: `${folder}:${process.env.PATH}` };
  await promisify(execFile)('bash', ['-euc', command], { cwd: folder, env, timeout: 20_000 });
  const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  const documents = parseAllDocuments(await readFile(join(folder, 'applied'), 'utf8')).map((document) =>
    document.toJS(),
  );
  return { calls, documents };
}

test('namespaces are made, and every object arrives at kubectl as it was sent', async () => {
  const stored = route(T, 'header-match', backendRule([{ headers: [{ name: 'x', value: "$HOME `id`\nEOF\n'" }] }]));
  const { calls, documents } = await run(applyCommand(arm(T, [stored])));
  expect(calls).toEqual([
    'create namespace gp-a1t',
    'create namespace gp-a1t-other',
    'create namespace gp-shared',
    'apply -f -',
  ]);
  expect(documents.at(-1)).toEqual(stored.sent);
  expect(documents[0]).toMatchObject({ kind: 'Gateway', metadata: { name: 'shared-1', namespace: 'gp-shared' } });
});

test('a Secret is made anew, with a certificate for its names, and its fingerprints are not applied', async () => {
  const metadata = {
    name: 'cert',
    namespace: 'gp-a1t',
    annotations: { 'gateproof.dev/dns-names': 'a.example.com, b.example.com' },
  };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data: { 'tls.key': 'sha256:0123' } };
  const { calls, documents } = await run(
    applyCommand(arm(T, [{ object: 'Secret/cert', sent: secret }, route(T, 'r', {})])),
  );
  expect(calls).toContain('create secret tls cert --namespace gp-a1t --cert tls.crt --key tls.key');
  expect(documents.map((document) => (document as { kind: string }).kind)).toEqual(['Gateway', 'HTTPRoute']);
  const { stdout } = await promisify(execFile)('openssl', [
    'x509',
    '-in',
    join(folder, 'tls.crt'),
    '-noout',
    '-ext',
    'subjectAltName',
  ]);
  expect(stdout).toContain('DNS:a.a1t.example.com, DNS:b.a1t.example.com');
});
