/** A committed file that is made from the source. */
export interface GeneratedFile {
  /** Path from the root of the repository. */
  file: string;
  make(): string | Promise<string>;
}
