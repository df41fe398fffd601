/**
 * Compiles the sources into dist/, with the YAML that stands beside the suites. The package has dist/ instead of src/ and suites/:
 * Node does not strip types below node_modules.
 *
 *   node scripts/build.ts
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const require = createRequire(import.meta.url);
const { bin } = require('typescript/package.json') as { bin: { tsc: string } };
const tsc = join(dirname(require.resolve('typescript/package.json')), bin.tsc);
execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });

const copied = globSync('suites/**/*.yaml', { cwd: root });
for (const file of copied) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}
const compiled = globSync('**/*.js', { cwd: dist }).length;
console.log(`dist: ${compiled} files compiled, ${copied.length} copied`);
