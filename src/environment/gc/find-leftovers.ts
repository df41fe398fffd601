import { join } from 'node:path';
import { draftLeftovers, folderLeftovers, lockLeftovers, mountLeftovers } from './file-leftovers.ts';
import type { Leftover } from './leftover.ts';
import { processLeftovers } from './process-leftovers.ts';

/**
 * What runs that were killed have left: processes first, as their end may free the rest. A run lives in namespaces that die with it and on a
 * file system of its own, so most often there is nothing.
 * @param outFolders folders into which runs write their results
 */
export async function findLeftovers(cacheDir: string, outFolders: string[]): Promise<Leftover[]> {
  return [
    ...(await processLeftovers()),
    ...(await mountLeftovers(join(cacheDir, 'mnt'))),
    ...(await lockLeftovers(cacheDir)),
    ...(await folderLeftovers(cacheDir)),
    ...(await Promise.all(outFolders.map(draftLeftovers))).flat(),
  ];
}
