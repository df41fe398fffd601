/** The part of a Kubernetes object that decides when it is created. */
export interface RenderedObject {
  kind?: string;
  metadata?: { name?: string; annotations?: Record<string, string> };
  spec?: { group?: string };
}

const hookAnnotation = 'helm.sh/hook';
/** What later objects live in or refer to comes first; everything else keeps helm's own order. */
const firstKinds = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
];

/**
 * The objects that an install creates, in order: namespaces and definitions, pre-install hooks by weight, the rest,
 * post-install hooks by weight. Hooks of other events (test, upgrade, delete) are left out.
 */
export function inInstallOrder<T extends RenderedObject>(objects: T[]): T[] {
  const plain = objects.filter((object) => hooks(object).length === 0);
  const early = plain.filter((object) => ['Namespace', 'CustomResourceDefinition'].includes(object.kind ?? ''));
  const hooked = (event: string) =>
    objects
      .filter((object) => hooks(object).includes(event))
      .map((object, index) => ({ object, index }))
      .sort(
        (a, b) => weight(a.object) - weight(b.object) || kindRank(a.object) - kindRank(b.object) || a.index - b.index,
      )
      .map(({ object }) => object);
  const ordered = [
    ...early.sort((a, b) => kindRank(a) - kindRank(b)),
    ...hooked('pre-install'),
    ...plain.filter((object) => !early.includes(object)),
    ...hooked('post-install'),
  ];
  return [...new Set(ordered)];
}

const gatewayApiGroup = /^gateway\.networking\.(x-)?k8s\.io$/;
const guardKinds = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'];

/** Gateway API's own definitions and the guard of their upgrades, which come from its bundle and not from a chart. */
export function isGatewayApiObject({ kind = '', metadata, spec }: RenderedObject): boolean {
  if (kind === 'CustomResourceDefinition') return gatewayApiGroup.test(spec?.group ?? '');
  return guardKinds.includes(kind) && metadata?.name === 'safe-upgrades.gateway.networking.k8s.io';
}

function hooks(object: RenderedObject): string[] {
  const events = object.metadata?.annotations?.[hookAnnotation];
  return events ? events.split(',').map((event) => event.trim()) : [];
}

function weight(object: RenderedObject): number {
  return Number(object.metadata?.annotations?.['helm.sh/hook-weight'] ?? 0);
}

function kindRank(object: RenderedObject): number {
  const rank = firstKinds.indexOf(object.kind ?? '');
  return rank < 0 ? firstKinds.length : rank;
}
