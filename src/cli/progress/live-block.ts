import { styleText } from 'node:util';
import { formatMs } from '../../report/model/format-time.ts';
import { VERDICTS } from '../../report/model/verdict-words.ts';
import type { ProgressState } from './progress-state.ts';

/** Lines below which nothing is said of further running probes. */
const MOST_PROBES = 4;

/** The few lines that are redrawn: elapsed time, phase, counts by verdict, running probes. Each fits the width. Pure. */
export function liveBlock(
  state: ProgressState,
  nowMs: number,
  { width, color }: { width: number; color: boolean },
): string[] {
  const since = (sinceMs: number) => formatMs(Math.max(0, nowMs - sinceMs));
  const lines = [...state.going.values()].map(({ text, sinceMs }) => `${since(sinceMs).padStart(7)}  ${text}`);
  if (state.total > 0) {
    const counts = Object.entries(VERDICTS).flatMap(([verdict, { symbol }]) => {
      const count = state.counts.get(verdict as keyof typeof VERDICTS);
      return count === undefined ? [] : [`${symbol} ${count} ${verdict}`];
    });
    lines.push(`${`${state.done}/${state.total}`.padStart(7)}  ${counts.join('  ') || 'probes'}`);
  }
  const probes = [...state.probes.values()].sort((a, b) => a.sinceMs - b.sinceMs);
  for (const { text, sinceMs } of probes.slice(0, MOST_PROBES)) lines.push(`${since(sinceMs).padStart(7)}  ${text}`);
  if (probes.length > MOST_PROBES) lines.push(`${' '.repeat(9)}and ${probes.length - MOST_PROBES} more`);
  return lines.map((line) => {
    const fitting = [...line].slice(0, width - 1).join('');
    return color ? styleText('dim', fitting, { validateStream: false }) : fitting;
  });
}
