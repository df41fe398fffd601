import { access, constants } from 'node:fs/promises';
import { checkPrograms } from '../../binaries/program-cache.ts';
import type { Check, CheckContext } from './check.ts';

/** Computes the checksum of every cached program again. */
export async function checkCacheIntegrity({ cacheDir }: CheckContext): Promise<Check> {
  const name = 'cache';
  const present = await access(cacheDir, constants.W_OK).catch((error: NodeJS.ErrnoException) => error);
  if (present?.code === 'ENOENT') return { name, status: 'ok', measured: `${cacheDir}: not there yet` };
  if (present)
    return {
      name,
      status: 'fail',
      measured: `${cacheDir}: ${present.message}`,
      advice: 'Set GATEPROOF_CACHE to a folder that you may write.',
    };
  const { checked, damage } = await checkPrograms(cacheDir);
  if (damage.length === 0) return { name, status: 'ok', measured: `${cacheDir}: ${checked} programs, checksums right` };
  return {
    name,
    status: 'fail',
    measured: damage.map(({ dir, problem }) => `${dir}: ${problem}`).join('; '),
    advice: `Remove what is damaged, it is obtained again: rm -r ${damage.map(({ dir }) => `'${dir}'`).join(' ')}`,
  };
}
