import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Probe } from '../../src/probe/definition.ts';
import { loadProbes } from '../../src/probe/load-probe.ts';
import type { GeneratedFile } from './generated-file.ts';

export interface ChecksumEntry {
  revision: number;
  checksum: string;
  /** The probe is gone; its id is not given away again. */
  retired?: true;
}

export type ProbeChecksums = Record<string, ChecksumEntry>;

const file = 'schema/checksums.json';

/** schema/checksums.json: what each revision of a probe means. Cells of different runs are compared by it. */
export const probeChecksums: GeneratedFile = {
  file,
  async make() {
    const next = nextChecksums(readEntries(), await loadProbes());
    return `${JSON.stringify(next, null, 2)}\n`;
  },
};

/**
 * The entries after a change of probes.
 * @throws Error naming every probe whose meaning changed without its revision, and every id that is used again
 */
export function nextChecksums(
  before: ProbeChecksums,
  probes: Pick<Probe, 'id' | 'revision' | 'checksum' | 'formerly'>[],
): ProbeChecksums {
  const faults = probes.flatMap(({ id, revision, checksum }) => {
    const known = before[id];
    if (known === undefined) return [];
    if (known.retired)
      return [`${id}: a probe of that id was retired at revision ${known.revision}; ids are never used again`];
    if (revision < known.revision) return [`${id}: revision ${revision} is below the recorded ${known.revision}`];
    if (revision === known.revision && checksum !== known.checksum)
      return [`${id}: its meaning changed and its revision is still ${revision}; raise it to ${revision + 1}`];
    return [];
  });
  if (faults.length > 0) throw new Error(`${file}:\n  ${faults.join('\n  ')}`);
  const here = new Set(probes.flatMap(({ id, formerly }) => [id, ...formerly]));
  const gone = Object.entries(before).filter(([id]) => !here.has(id));
  const entries: [string, ChecksumEntry][] = [
    ...probes.map(({ id, revision, checksum }): [string, ChecksumEntry] => [id, { revision, checksum }]),
    ...gone.map(([id, entry]): [string, ChecksumEntry] => [id, { ...entry, retired: true }]),
  ];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readEntries(): ProbeChecksums {
  try {
    return JSON.parse(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')) as ProbeChecksums;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
