import { z } from 'zod';
import type { Claim } from './schema.ts';
import type { Verdict } from './verdict.ts';

const statusSchema = z.looseObject({
  supportedFeatures: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).optional(),
});

/**
 * Feature names that a GatewayClass status publishes, sorted, once each. Reads both wire forms: a list of strings (Gateway API up to
 * v1.2) and a list of `{name}`. Undefined: the controller publishes none, or something unreadable; an empty list is a list.
 */
export function supportedFeaturesOf(gatewayClassStatus: unknown): string[] | undefined {
  const parsed = statusSchema.safeParse(gatewayClassStatus);
  const features = parsed.data?.supportedFeatures;
  if (features === undefined) return undefined;
  return [...new Set(features.map((feature) => (typeof feature === 'string' ? feature : feature.name)))].sort();
}

/**
 * What a controller says of a feature, given the names that it publishes. A core probe's feature is its resource's (`HTTPRoute`), so it
 * follows that claim. Names of our own (lower-case and dotted) are in no vocabulary a controller could publish them in: `none published`.
 */
export function claimOf(feature: string, claims: { features?: readonly string[] | undefined }): Claim {
  if (claims.features === undefined || !/^[A-Z][A-Za-z0-9]*$/.test(feature)) return 'none published';
  return claims.features.includes(feature) ? 'claimed' : 'not claimed';
}

/**
 * Whether a claim and the rolled-up verdict contradict each other. `absent` is an overclaim only where it is for lack of status: what
 * the API does not store is not the controller's to serve.
 */
export function markClaim(
  verdict: Verdict,
  absentForLackOfStatus: boolean,
  claim: Claim,
): 'overclaim' | 'underclaim' | undefined {
  if (claim === 'claimed') {
    const fails = ['rejected', 'ignored', 'incorrect', 'partial'].includes(verdict);
    return fails || (verdict === 'absent' && absentForLackOfStatus) ? 'overclaim' : undefined;
  }
  return claim === 'not claimed' && verdict === 'supported' ? 'underclaim' : undefined;
}
