import type { ObtainedProgram } from '../../binaries/program.ts';

/** Everything that the embedded environment needs on disk before it starts; handed over as JSON into the namespace. */
export interface EmbeddedAssets {
  /** By name: etcd, kube-apiserver, kube-controller-manager, and the programs of the profile. */
  programs: Record<string, ObtainedProgram>;
  crds: { version: string; channel: 'standard' | 'experimental'; dir: string; files: string[] };
  /** The chart as Helm renders it, CRDs included. */
  manifests: { path: string; sha256: string; values: unknown };
}
