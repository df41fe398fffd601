/**
 * Parts and ratios of whole runs, measured in one go:
 *
 *   node scripts/bench/whole-run.ts [--runs 3] [-- arguments of gateproof run]
 *
 * Ready is environment + controller + the baseline's first answer. The aim "within 2 times (ready + slowest probe + second look)" is
 * reported as a ratio; no aim shortens a grace, a dwell or a sample.
 */
import { parseArgs } from 'node:util';
import { runOnce } from './run-once.ts';

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

for (let number = 1; number <= Number(values.runs); number++) {
  const { results, wallMs, peakMiB, exitCode } = await runOnce(positionals);
  const part = (name: string) => {
    const timing = results.timings.find((one) => one.part === name);
    return timing === undefined ? 0 : timing.endMs - timing.startMs;
  };
  const baselineMs = Math.min(...results.canaries.map(({ changes }) => changes[0]?.seenMs ?? Number.POSITIVE_INFINITY));
  const slowest = results.probes
    .flatMap(({ id, looks }) => looks.slice(0, 1).map((look) => ({ id, ms: look.endedMs - look.startedMs })))
    .reduce((a, b) => (b.ms > a.ms ? b : a));
  const second = part('second look');
  const aim = baselineMs + slowest.ms + second;
  const lines = [
    `run ${number} (exit code ${exitCode}): ${seconds(wallMs)} for ${results.probes.length} probes, peak ${peakMiB} MiB`,
    ...results.timings.map(({ part: name, startMs, endMs }) => `  ${name.padEnd(22)} ${seconds(endMs - startMs)}`),
    `  first routed request   ${seconds(baselineMs)} after the start of the inner process`,
    `  slowest probe          ${seconds(slowest.ms)} (${slowest.id})`,
    `  ratio to (ready + slowest probe + second look): ${(wallMs / aim).toFixed(2)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
