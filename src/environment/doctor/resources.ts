import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check, CheckContext } from './check.ts';

const gigabyte = 1e9;
/** Cold: sources, compiler cache and programs. Warm: logs and the API server's data. */
const diskBytes = { cold: 3 * gigabyte, warm: 0.3 * gigabyte };
/** Cold: the compiler's peak. Warm: control plane, controller, data planes. */
const memoryBytes = { cold: 3 * gigabyte, warm: 1.5 * gigabyte };

/** Free disk where the cache is (or will be). `cold`: programs must still be obtained. */
export async function checkDisk({ cacheDir }: CheckContext, cold: boolean): Promise<Check> {
  let dir = cacheDir;
  let space = await statfs(dir).catch(() => undefined);
  while (space === undefined && dir !== dirname(dir)) {
    dir = dirname(dir);
    space = await statfs(dir).catch(() => undefined);
  }
  if (space === undefined)
    return {
      name: 'disk',
      status: 'warn',
      measured: `free space of ${cacheDir} cannot be read`,
      advice: 'Check it by hand.',
    };
  const free = space.bavail * space.bsize;
  const need = cold ? diskBytes.cold : diskBytes.warm;
  const advice = `Free some space, or set GATEPROOF_CACHE (and GOCACHE, GOMODCACHE for builds) to a larger disk.`;
  return judge('disk', free, need, `free at ${dir}`, advice);
}

/** Memory that is available to this process, limits of its control group included. */
export function checkMemory(cold: boolean, available = process.availableMemory()): Check {
  const need = cold ? memoryBytes.cold : memoryBytes.warm;
  return judge(
    'memory',
    available,
    need,
    'available',
    'Stop other programs, or raise the memory limit of the container.',
  );
}

/** Below the need is a warning, below half of it a failure: the needs are peaks, not certainties. */
function judge(name: string, have: number, need: number, what: string, advice: string): Check {
  const measured = `${(have / gigabyte).toFixed(1)} GB ${what}, about ${(need / gigabyte).toFixed(1)} GB wanted`;
  if (have >= need) return { name, status: 'ok', measured };
  return { name, status: have < need / 2 ? 'fail' : 'warn', measured, advice };
}
