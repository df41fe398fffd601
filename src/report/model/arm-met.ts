import type { ArmExchange } from '../../results/schema.ts';

/**
 * Whether the settled window of an arm was as that arm must show, by the run's own marks in time: nothing wrong was seen since the window
 * began. Undefined where nothing settled, and for samples, which only the statistics judge.
 */
export function armMet({ settled, lastWrongMs, firstGoodMs }: ArmExchange): boolean | undefined {
  if (settled.length === 0 || settled.some(({ observation }) => observation.outcome === 'sampled')) return undefined;
  if (firstGoodMs === undefined) return false;
  const began = Math.min(...settled.map(({ observation }) => observation.atMs));
  return lastWrongMs === undefined || lastWrongMs <= began;
}
