/** The part of an object's metadata that gateproof reads. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  [key: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/** Any object of the API, as it is on the wire: times are strings. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  // The rest belongs to the kind. Callers name the shape they read: `client.get<Deployment>(…)`.
  [key: string]: unknown;
}

/** Names a kind, and its collection in one namespace (or in all of them). */
export interface KindRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
}

/** Names one object. */
export interface ObjectRef extends KindRef {
  name: string;
}

export function refOf(object: KubernetesObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, name: metadata.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) };
}

/** "HTTPRoute team-a/shop", or "GatewayClass eg". */
export function describeRef(ref: KindRef & { name?: string }): string {
  const path = [ref.namespace, ref.name].filter(Boolean).join('/');
  return path ? `${ref.kind} ${path}` : ref.kind;
}
