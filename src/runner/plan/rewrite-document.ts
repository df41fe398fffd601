import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Manifest } from '../../probe/definition.ts';
import { mapHost } from '../../probe/host-names.ts';
import { ARM_LABEL, RUN_LABEL } from './labels.ts';

type Document = Record<string, unknown>;

export interface RewriteContext {
  run: string;
  label: string;
  className: string;
  controllerName: string;
  /** Real namespace of a manifest namespace; `default` is the probe's own. */
  namespaceOf(name: string | undefined): string;
  /** parentRefs in this run for one of the manifests. */
  parentRefs(parentRef: Document): Document[];
  /** GatewayClasses that the manifests bring themselves. */
  ownClasses: Set<string>;
}

const CLUSTER_SCOPED = new Set(['Namespace', 'GatewayClass']);

const list = (value: unknown): Document[] => (Array.isArray(value) ? (value as Document[]) : []);
const part = (document: Document, key: string): Document => (document[key] ?? {}) as Document;

/** One document of the manifests as this arm applies it: namespaces, host names, class, parents. By editing objects, never text. */
export function rewriteDocument(manifest: Manifest['document'], context: RewriteContext): KubernetesObject {
  const document = structuredClone(manifest) as KubernetesObject;
  const { metadata, kind } = document;
  metadata.labels = { ...metadata.labels, [RUN_LABEL]: context.run, [ARM_LABEL]: context.label };
  if (kind === 'Namespace') metadata.name = context.namespaceOf(metadata.name);
  else if (kind === 'GatewayClass') metadata.name = `${context.label}-${metadata.name}`;
  if (!CLUSTER_SCOPED.has(kind)) metadata.namespace = context.namespaceOf(metadata.namespace);

  const spec = part(document, 'spec');
  if (kind === 'GatewayClass') spec.controllerName = context.controllerName;
  if (kind === 'Gateway') rewriteGateway(spec, context);
  if (kind === 'ReferenceGrant')
    for (const from of list(spec.from)) from.namespace = context.namespaceOf(String(from.namespace));
  if (kind.endsWith('Route')) rewriteRoute(spec, context);
  return document;
}

function rewriteGateway(spec: Document, context: RewriteContext): void {
  const wanted = String(spec.gatewayClassName);
  spec.gatewayClassName = context.ownClasses.has(wanted) ? `${context.label}-${wanted}` : context.className;
  for (const listener of list(spec.listeners)) rewriteListener(listener, context);
}

export function rewriteListener(listener: Document, context: RewriteContext): void {
  if (typeof listener.hostname === 'string') listener.hostname = mapHost(listener.hostname, context.label);
  for (const reference of list(part(listener, 'tls').certificateRefs))
    if (reference.namespace !== undefined) reference.namespace = context.namespaceOf(String(reference.namespace));
  const labels = part(part(part(part(listener, 'allowedRoutes'), 'namespaces'), 'selector'), 'matchLabels');
  const named = labels['kubernetes.io/metadata.name'];
  if (typeof named === 'string') labels['kubernetes.io/metadata.name'] = context.namespaceOf(named);
}

function rewriteRoute(spec: Document, context: RewriteContext): void {
  if (Array.isArray(spec.hostnames))
    spec.hostnames = spec.hostnames.map((host) => mapHost(String(host), context.label));
  if (Array.isArray(spec.parentRefs)) spec.parentRefs = list(spec.parentRefs).flatMap((ref) => context.parentRefs(ref));
  for (const rule of list(spec.rules)) {
    for (const filter of list(rule.filters)) rewriteFilter(filter, context);
    for (const reference of list(rule.backendRefs)) {
      rewriteBackendRef(reference, context);
      for (const filter of list(reference.filters)) rewriteFilter(filter, context);
    }
  }
}

function rewriteBackendRef(reference: Document, context: RewriteContext): void {
  if (reference.namespace !== undefined) reference.namespace = context.namespaceOf(String(reference.namespace));
}

function rewriteFilter(filter: Document, context: RewriteContext): void {
  for (const key of ['requestRedirect', 'urlRewrite']) {
    const change = part(filter, key);
    if (typeof change.hostname === 'string') change.hostname = mapHost(change.hostname, context.label);
  }
  const mirror = part(filter, 'requestMirror');
  if (mirror.backendRef !== undefined) rewriteBackendRef(mirror.backendRef as Document, context);
}
