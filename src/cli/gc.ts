import { resolve } from 'node:path';
import { defaultCacheDir } from '../binaries/cache-folder.ts';
import { findLeftovers } from '../environment/gc/find-leftovers.ts';
import { exitCode } from '../gate/exit-code.ts';
import { print, say } from './output.ts';
import { DEFAULTS } from './settings.ts';

interface GcOptions {
  dryRun?: true;
  out?: string;
  json?: true;
}

interface Removal {
  kind: string;
  what: string;
  removed: boolean;
  error?: string;
}

/** `gateproof gc`: removes what a killed run has left, and says what that was. */
export async function gc(_args: string[], { dryRun, out, json }: GcOptions): Promise<number> {
  const cacheDir = defaultCacheDir();
  const folders = [DEFAULTS.outParent, ...(out === undefined ? [] : [out])].map((folder) => resolve(folder));
  const removals: Removal[] = [];
  for (const { kind, what, remove } of await findLeftovers(cacheDir, folders)) {
    if (dryRun) removals.push({ kind, what, removed: false });
    else
      await remove().then(
        () => removals.push({ kind, what, removed: true }),
        (error: Error) => removals.push({ kind, what, removed: false, error: error.message }),
      );
  }
  if (json) print(JSON.stringify(removals, null, 2));
  else for (const removal of removals) print(removalWords(removal));
  if (removals.length === 0) say(`nothing is left of earlier runs in ${cacheDir} and ${folders.join(', ')}`);
  return exitCode({ environment: removals.some(({ error }) => error !== undefined) });
}

function removalWords({ kind, what, removed, error }: Removal): string {
  if (error !== undefined) return `could not remove ${kind} ${what}: ${error}`;
  return `${removed ? 'removed' : 'would remove'} ${kind} ${what}`;
}
