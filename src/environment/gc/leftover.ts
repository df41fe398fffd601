/** Something that a run left which can no longer be its own. */
export interface Leftover {
  kind: 'process' | 'mount' | 'lock' | 'temporary folder' | 'half-written file';
  /** The path, or the process with its command. */
  what: string;
  remove(): Promise<void>;
}

/** A draft or lock that nobody has touched for so long has nobody. */
export const STALE_MS = 60_000;
