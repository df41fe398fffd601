import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isAlive, processIdentity } from './process-identity.ts';
import { runCommand } from './run-command.ts';

test('gives output and exit code', async () => {
  const lines: string[] = [];
  const result = await runCommand('sh', ['-c', 'echo out; echo one >&2; echo two >&2; exit 3'], {
    onLine: (line) => lines.push(line),
  });
  expect(result).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'one\ntwo\n' });
  expect(lines).toEqual(['one', 'two']);
});

test('a program that is not there', async () => {
  await expect(runCommand('no-such-program', [])).rejects.toMatchObject({ code: 'COMMAND_NOT_FOUND' });
});

test('a time-out ends grandchildren too, even those that ignore the interrupt', async () => {
  const grandchild: { pid?: number } = {};
  const run = runCommand('sh', ['-c', 'trap "" INT; sleep 60 & echo $! >&2; wait'], {
    timeoutMs: 200,
    onLine: (line) => {
      grandchild.pid = Number(line);
    },
  });
  await expect(run).rejects.toMatchObject({ code: 'COMMAND_TIMED_OUT' });
  await expect.poll(() => isAlive({ ...processIdentity(), pid: grandchild.pid! })).toBe(false);
}, 10_000);

test('a program that is tied to the runner dies when the runner is killed', async () => {
  const module = fileURLToPath(new URL('./run-command.ts', import.meta.url));
  const code = `import { runCommand } from ${JSON.stringify(module)};
    await runCommand('sh', ['-c', 'echo $$ >&2; exec sleep 60'], { dieWithParent: true, onLine: (line) => console.log(line) });`;
  const runner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(runner.stdout, 'data')) as [Buffer];
  const identity = processIdentity(Number(line.toString()));
  expect(isAlive(identity)).toBe(true);
  runner.kill('SIGKILL');
  await expect.poll(() => isAlive(identity)).toBe(false);
});
