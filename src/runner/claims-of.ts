import type { KubernetesObject } from '../kubernetes/object.ts';
import { supportedFeaturesOf } from '../results/claims.ts';
import type { Results } from '../results/schema.ts';

/** What the controller says of itself in its GatewayClass. An empty list is no list: nothing is published. */
export function claimsOf(gatewayClass: KubernetesObject | undefined): Results['claims'] {
  const features = supportedFeaturesOf(gatewayClass?.status);
  return {
    source: 'GatewayClass status.supportedFeatures',
    ...(features === undefined || features.length === 0 ? {} : { features }),
  };
}
