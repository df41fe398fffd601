/**
 * The same verdicts each time:
 *
 *   node scripts/bench/stability.ts [--runs 20] [--burn] [-- arguments of gateproof run]
 *
 * Runs the probes again and again, with --burn beside a process for each core that never rests, and prints every verdict that was not the
 * same in all runs. A difference is a bug to be found: exit code 1.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runOnce } from './run-once.ts';

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, burn: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const burning: ChildProcess[] = [];
if (values.burn)
  for (let core = 0; core < availableParallelism(); core++)
    burning.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));

const seen = new Map<string, Map<string, number>>();
const walls: number[] = [];
try {
  for (let number = 1; number <= Number(values.runs); number++) {
    const { results, wallMs } = await runOnce(['--seed', String(number), ...positionals]);
    walls.push(wallMs);
    for (const { id, decision } of results.probes) {
      const verdict = `${decision.verdict} (${decision.reason})`;
      const counts = seen.get(id) ?? new Map<string, number>();
      seen.set(id, counts.set(verdict, (counts.get(verdict) ?? 0) + 1));
    }
    const firstLooks = results.probes.filter(
      ({ looks, decision }) => looks[0] && looks[0].decision.verdict !== decision.verdict,
    );
    process.stdout.write(
      `run ${number}: ${(wallMs / 1000).toFixed(1)} s, ${results.windows.length} starved windows, ${firstLooks.length} verdicts changed by later looks${firstLooks.map(({ id, looks }) => `\n  ${id}: ${looks.map((look) => look.decision.verdict).join(' → ')}`).join('')}\n`,
    );
  }
} finally {
  for (const process of burning) process.kill('SIGKILL');
}
const differing = [...seen].filter(([, counts]) => counts.size > 1);
for (const [id, counts] of differing)
  process.stdout.write(`${id}: ${[...counts].map(([verdict, count]) => `${count} × ${verdict}`).join(', ')}\n`);
process.stdout.write(
  `${walls.length} runs, ${seen.size} probes, ${differing.length} with differing verdicts; slowest run ${(Math.max(...walls) / Math.min(...walls)).toFixed(2)} times the fastest\n`,
);
process.exitCode = differing.length === 0 ? 0 : 1;
