import type { BackendSpec } from '../../environment/environment.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Manifest, Phase, Probe } from '../../probe/definition.ts';
import type { ArmKind } from './labels.ts';

/** One listener as the arm's exchanges reach it. */
export interface ListenerPlacement {
  real: string;
  port: number;
  protocol: string;
}

/** Where a Gateway of the manifests is in this run. */
export interface GatewayPlacement {
  namespace: string;
  name: string;
  shared: boolean;
  listeners: Record<string, ListenerPlacement>;
  /** HTTP port of the listener that carries the fence. */
  fencePort: number;
  fenceListener: string;
}

export interface PlannedObject {
  /** Kind/name in the manifests. */
  ref: string;
  /** As in the manifests of this arm; steps patch it, and `render` makes of it what is applied. */
  manifest: Manifest['document'];
  render(manifest: Manifest['document']): KubernetesObject;
  document: KubernetesObject;
  /** Namespaces, classes and Gateways exist before the arms are applied. */
  upFront: boolean;
  withheld: boolean;
}

/** One applied copy of a probe's manifests. */
export interface ArmPlan {
  probe: Probe;
  kind: ArmKind;
  look: number;
  label: string;
  /** manifest namespace → real one; '' is the default one. */
  namespaces: Record<string, string>;
  gateways: Record<string, GatewayPlacement>;
  objects: PlannedObject[];
  phases: Phase[];
  backends: BackendSpec[];
}
