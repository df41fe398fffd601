import { EnvironmentError } from '../../errors.ts';
import type { KubernetesClient } from '../../kubernetes/client.ts';
import { query } from '../../kubernetes/client.ts';
import type { StatusCondition } from '../../kubernetes/conditions.ts';
import { describeConditions, isTrue } from '../../kubernetes/conditions.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { waitFor } from '../../kubernetes/wait.ts';
import type { ManifestDocument } from './manifest-documents.ts';

interface Crd extends KubernetesObject {
  status?: { conditions?: StatusCondition[] };
}

const crdKind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/** Applies definitions as the text they are, checks that none of their rules got lost, and waits until they are served. */
export async function installDefinitions(
  client: KubernetesClient,
  documents: ManifestDocument[],
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all(documents.map((document) => applyText(client, document, signal)));
  const definitions = documents.filter(({ kind }) => kind === crdKind.kind);
  await Promise.all(
    definitions.map(({ name }) =>
      waitFor<Crd>(client, { ...crdKind, name }, (crd) => isTrue(crd?.status?.conditions, 'Established'), {
        timeoutMs: 30_000,
        signal,
        what: 'to be Established',
        explain: (last) => describeConditions((last as Crd | undefined)?.status?.conditions),
      }),
    ),
  );
}

/** Server-side apply of one document, verbatim. */
async function applyText(client: KubernetesClient, document: ManifestDocument, signal?: AbortSignal): Promise<void> {
  const { apiVersion, kind, name, text } = document;
  const parameters = { fieldManager: 'gateproof', force: 'true' };
  const answer = await client.transport.text({
    method: 'PATCH',
    path: `${await client.pathOf({ apiVersion, kind, name }, signal)}${query(parameters)}`,
    rawBody: text,
    contentType: 'application/apply-patch+yaml',
    signal,
    what: `apply ${kind} ${name}`,
  });
  // CEL rules and list types live in these keys: without them every probe of validation would be wrong.
  const [sent, kept] = [countKeys(text), countKeys(answer)];
  if (sent === kept) return;
  throw new EnvironmentError(`${kind} ${name} was sent with ${sent} x-kubernetes-* keys and read back with ${kept}`, {
    code: 'CRD_CHANGED',
    hint: 'The API server is older than these definitions. Choose a matching Kubernetes version.',
  });
}

/**
 * Asks once for each kind: the API server compiles a definition's rules at the first request for it, and the controller would
 * wait for one after the other.
 */
export async function warmUp(client: KubernetesClient, documents: ManifestDocument[]): Promise<void> {
  const names = documents.filter(({ kind }) => kind === crdKind.kind).map(({ name }) => name);
  await Promise.allSettled(
    names.map(async (name) => {
      const [plural = '', ...group] = name.split('.');
      const what = `warm up ${name}`;
      const root = `/apis/${group.join('.')}`;
      const { preferredVersion } = await client.transport.json<{ preferredVersion: { version: string } }>({
        method: 'GET',
        path: root,
        what,
      });
      await client.transport.text({
        method: 'GET',
        path: `${root}/${preferredVersion.version}/${plural}?limit=1`,
        what,
      });
    }),
  );
}

/** Keys of the schema; the f:x-kubernetes-… of managedFields are none. */
function countKeys(text: string): number {
  return text.match(/(?<!f:)\bx-kubernetes-[a-z-]+"?:/g)?.length ?? 0;
}
