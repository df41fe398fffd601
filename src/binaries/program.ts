/** Where a program came from; recorded in the identity of the run. */
export type ProgramOrigin =
  | { kind: 'path'; path: string }
  | { kind: 'release'; url: string }
  | { kind: 'go-module'; module: string; version: string; modified?: string }
  | { kind: 'wheel'; package: string; version: string };

/** A program on disk, ready to run. */
export interface ObtainedProgram {
  name: string;
  /** The version that this run wants, e.g. 1.36.3. */
  wantedVersion: string;
  /** The version that was obtained; differs only where the nearest had to be used. */
  version: string;
  path: string;
  sha256: string;
  origin: ProgramOrigin;
  /** true when it was in the cache already; `origin` still says where it first came from. */
  cached: boolean;
}
