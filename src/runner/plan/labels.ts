import { createHash } from 'node:crypto';

/** Label keys on everything that a run creates. */
export const RUN_LABEL = 'gateproof.dev/run';
export const ARM_LABEL = 'gateproof.dev/arm';
/** On the one namespace of an arm whose routes may attach to the arm's listeners on a shared Gateway. */
export const ATTACH_LABEL = 'gateproof.dev/attach';
export const DNS_NAMES_ANNOTATION = 'gateproof.dev/dns-names';

export type ArmKind = 'treatment' | 'control';

/**
 * The DNS label of an arm: readable, unique in the run, at most 36 characters, so that namespaces stay below 63.
 * `header-match-3f2a-t1`: probe name, hash of its id, arm, look.
 */
export function armLabel(probeId: string, kind: ArmKind, look: number): string {
  const name = probeId.split('/')[1] ?? probeId;
  const hash = createHash('sha256').update(probeId).digest('hex').slice(0, 4);
  return `${name.slice(0, 26).replace(/-+$/, '')}-${hash}-${kind[0]}${look}`;
}

/** Namespaces of one arm share a prefix, so their order is the manifests' order; the default one comes first. */
export function realNamespace(run: string, label: string, manifestNamespace: string): string {
  const prefix = `gp-${run}-${label}`;
  return manifestNamespace === '' ? prefix : `${prefix}-${manifestNamespace}`;
}

export const infraNamespace = (run: string): string => `gp-${run}`;
