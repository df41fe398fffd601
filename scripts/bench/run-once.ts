import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { readResults } from '../../src/results/read-results.ts';
import type { Results } from '../../src/results/schema.ts';

const bin = fileURLToPath(new URL('../../bin/gateproof.js', import.meta.url));
const LIMIT_MS = 900_000;
const SAMPLE_MS = 200;

export interface MeasuredRun {
  results: Results;
  /** Of the whole command, start to exit. */
  wallMs: number;
  /** Largest sum of resident memory of the command and everything below it. */
  peakMiB: number;
  exitCode: number | undefined;
}

/** Runs `gateproof run` once as a user does, and measures it from outside. */
export async function runOnce(args: string[] = []): Promise<MeasuredRun> {
  const out = mkdtempSync(join(tmpdir(), 'gateproof-bench-'));
  const started = performance.now();
  const run = execa(process.execPath, [bin, 'run', '--out', out, ...args], {
    reject: false,
    timeout: LIMIT_MS,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: ['pipe', 'inherit'],
    env: { CI: 'true' },
  });
  let peakKiB = 0;
  const timer = setInterval(() => {
    if (run.pid !== undefined) peakKiB = Math.max(peakKiB, residentKiB(run.pid));
  }, SAMPLE_MS);
  const { exitCode, stderr } = await run;
  clearInterval(timer);
  const wallMs = performance.now() - started;
  try {
    return {
      results: await readResults(join(out, 'results.json')),
      wallMs,
      peakMiB: Math.round(peakKiB / 1024),
      exitCode,
    };
  } catch (error) {
    throw new Error(`the run left no results (exit code ${exitCode}):\n${String(stderr).slice(-2000)}`, {
      cause: error,
    });
  }
}

/** Resident memory of a process and its descendants; pages that several share count for each. */
function residentKiB(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      resident.set(Number(entry), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...resident].filter(([pid]) => below(pid)).reduce((sum, [, kib]) => sum + kib, 0);
}
