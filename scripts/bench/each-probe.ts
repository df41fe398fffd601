/** Each probe alone, one after the other in one environment: `node scripts/bench/each-probe.ts [-- arguments of gateproof run]` */
import { parseArgs } from 'node:util';
import { runOnce } from './run-once.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const { results } = await runOnce(['--concurrency', '1', ...positionals]);
const rows = results.probes
  .flatMap(({ id, looks, convergenceMs }) =>
    looks.slice(0, 1).map((look) => ({ id, ms: look.endedMs - look.startedMs, convergenceMs })),
  )
  .sort((a, b) => b.ms - a.ms);
const median = rows[Math.floor(rows.length / 2)]?.ms ?? 0;
process.stdout.write(`probe${' '.repeat(43)}      ms  × median  applied → first good answer\n`);
for (const { id, ms, convergenceMs } of rows)
  process.stdout.write(
    `${id.padEnd(48)}${Math.round(ms).toString().padStart(8)}${(ms / median).toFixed(2).padStart(10)}  ${convergenceMs === undefined ? '-' : `${Math.round(convergenceMs)} ms`}\n`,
  );
