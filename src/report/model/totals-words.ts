import type { Results } from '../../results/schema.ts';
import { totals } from './matrix.ts';

/** `14 probes: 1 incorrect, 1 ignored, ...`. */
export const totalsWords = (results: Results): string =>
  `${results.probes.length} ${results.probes.length === 1 ? 'probe' : 'probes'}: ${totals(results)
    .map(({ verdict, count }) => `${count} ${verdict}`)
    .join(', ')}`;
