import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProbes } from '../src/probe/load-probe.ts';
import type { SelfTestReport } from '../src/runner/selftest.ts';
import { RunningCli } from './running-cli.ts';

test('no probe calls a mutant of the real controller supported', { timeout: 1_500_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gateproof-selftest-'));
  try {
    const run = new RunningCli(['selftest', '--json'], { cwd: dir, timeoutMs: 1_400_000 });
    const { exitCode, stdout, stderr } = await run.ended;
    const report = JSON.parse(stdout) as SelfTestReport;
    const counts = Map.groupBy(report.cells, ({ mutant, outcome }) => `${mutant}: ${outcome}`);
    process.stdout.write(`${[...counts].map(([what, cells]) => `${what} ${cells.length}`).join('\n')}\n`);
    process.stdout.write(`uncontrolled probes: ${report.uncontrolled.length}\n`);

    expect(report.cells.filter(({ outcome }) => outcome === 'wrong')).toEqual([]);
    const unnoticed = report.cells.filter(
      ({ mutant, outcome }) => mutant === 'treatment is control' && outcome !== 'noticed',
    );
    expect(unnoticed).toEqual([]);
    const probes = await loadProbes();
    expect(report.cells).toHaveLength(probes.length * 4 - report.uncontrolled.length);
    expect(report.left).toEqual([]);
    expect(exitCode, stderr).toBe(0);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
