import type { ObtainedProgram } from './program.ts';

/** Which set of Gateway API resources; upstream publishes two. */
export type GatewayApiChannel = 'standard' | 'experimental';

export interface GatewayApiCrds {
  /** Bundle version without v, e.g. 1.6.1. */
  version: string;
  channel: GatewayApiChannel;
  dir: string;
  /** Names inside `dir`, sorted: custom resource definitions and the admission policy that guards upgrades. */
  files: string[];
}

export interface RenderedManifests {
  /** YAML documents in the order in which `helm install` would create them; no Gateway API CRDs among them. */
  path: string;
  sha256: string;
  /** The values that the profile gives to the chart. */
  values: Record<string, unknown>;
}

/** All that the embedded environment needs from outside; plain JSON, handed over when the CLI re-enters itself. */
export interface EmbeddedAssets {
  programs: Record<string, ObtainedProgram>;
  crds: GatewayApiCrds;
  manifests: RenderedManifests;
}
