import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findViolations } from './check-boundaries.ts';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'gateproof-boundaries-'));
  trees.push(root);
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, 'src', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return root;
}

const found = (files: Record<string, string>) =>
  findViolations(tree(files)).map(({ file, line, imports }) => `${file}:${line} ${imports}`);

test('finds imports against the directions, however they are written', () => {
  expect(
    found({
      'report/a.ts': "// no import\nimport { run } from '../runner/run.ts';\n",
      'report/b.ts': "import type {\n  Run,\n} from '../runner/run.ts';\n",
      'report/c.ts': "export * from '../runner/run.ts';\n",
      'gate/d.ts': "const run = await import('../runner/run.ts');\n",
      'results/e.ts': "import '../runner/run.ts';\n",
      'traffic/f.ts': "import { k } from './deep/../../kubernetes/client.ts';\n",
    }),
  ).toEqual([
    'src/gate/d.ts:1 runner/run.ts',
    'src/report/a.ts:2 runner/run.ts',
    'src/report/b.ts:3 runner/run.ts',
    'src/report/c.ts:1 runner/run.ts',
    'src/results/e.ts:1 runner/run.ts',
    'src/traffic/f.ts:1 kubernetes/client.ts',
  ]);
});

test('allows what the table says, the same folder, packages, and anything in a test', () => {
  expect(
    found({
      'cli/main.ts': "import { run } from '../runner/run.ts';\nimport fs from 'node:fs';\nimport x from 'execa';\n",
      'report/a.ts': "import { b } from './b.ts';\nimport { r } from '../results/schema.ts';\n",
      'report/a.test.ts': "import { run } from '../runner/run.ts';\n",
      'binaries/a.ts': "import type { ProgressSink } from '../environment/environment.ts';\n",
    }),
  ).toEqual([]);
});

test('only the interface of the environments is open to the binaries, and nothing of tests to the product', () => {
  expect(
    found({
      'binaries/a.ts': "import { start } from '../environment/embedded/start.ts';\n",
      'report/b.ts': "import { f } from './fixture/f.ts';\n",
      'nowhere/c.ts': "import { b } from '../report/b.ts';\n",
    }),
  ).toEqual([
    'src/binaries/a.ts:1 environment/embedded/start.ts',
    'src/nowhere/c.ts:1 report/b.ts',
    'src/report/b.ts:1 report/fixture/f.ts',
  ]);
});
