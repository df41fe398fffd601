import type { V1Pod } from '@kubernetes/client-node';
import type { PodObjects } from './pod-objects.ts';

/** What a pod's environment, volumes and downward API are made of. */
export interface PodFacts {
  pod: V1Pod;
  podIP: string;
  hostIP: string;
  objects: PodObjects;
}
