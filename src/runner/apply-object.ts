import { createHash } from 'node:crypto';
import { UnknownKindError } from '../kubernetes/discovery.ts';
import { KubernetesError } from '../kubernetes/errors.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { mapHost } from '../probe/host-names.ts';
import type { StoredObject } from '../results/schema.ts';
import type { ArmPlan, PlannedObject } from './plan/arm-plan.ts';
import { DNS_NAMES_ANNOTATION } from './plan/labels.ts';
import type { RunContext } from './run-context.ts';

type Json = NonNullable<StoredObject['stored']>;

/**
 * Applies one object of an arm with strict field validation and reads it back (verdicts.md section 3). What the API refuses or prunes is
 * evidence, not an error; anything else that goes wrong is thrown.
 */
export async function applyObject(context: RunContext, arm: ArmPlan, planned: PlannedObject): Promise<StoredObject> {
  const document = await withCertificate(context, arm, planned);
  const sent = evidence(document);
  const record: StoredObject = { object: planned.ref, sent };
  try {
    const stored = evidence(await applyServed(context, document));
    record.stored = stored;
    const pruned = missing(sent, stored, '').filter(
      (pointer) => pointer.startsWith('/spec') || pointer.startsWith('/data'),
    );
    if (pruned.length > 0) record.pruned = pruned;
  } catch (error) {
    record.refusal = refusalOf(error);
  }
  context.placement.addStored(arm, record);
  return record;
}

/** Applies; where the manifests' version is not served and the kind is, in the version that is. */
async function applyServed(context: RunContext, document: KubernetesObject): Promise<KubernetesObject> {
  const { signal } = context;
  try {
    return await context.client.apply(document, { signal });
  } catch (error) {
    const [served] = error instanceof UnknownKindError ? error.servedVersions : [];
    if (served === undefined) throw error;
    return context.client.apply({ ...document, apiVersion: served }, { signal });
  }
}

function refusalOf(error: unknown): NonNullable<StoredObject['refusal']> {
  if (error instanceof UnknownKindError) return { by: 'kind not served', message: error.message };
  if (error instanceof KubernetesError && [400, 403, 422].includes(error.status)) {
    const webhook = /admission webhook/.test(error.serverMessage);
    // 403 for anything but an admission webhook is a missing permission of ours: a fault, not an answer.
    if (webhook || error.status !== 403) return { by: webhook ? 'webhook' : 'schema', message: error.serverMessage };
  }
  throw error;
}

async function withCertificate(
  context: RunContext,
  arm: ArmPlan,
  { document, ref }: PlannedObject,
): Promise<KubernetesObject> {
  const names = document.kind === 'Secret' ? document.metadata.annotations?.[DNS_NAMES_ANNOTATION] : undefined;
  if (names === undefined) return document;
  const issued = await context.authority.issue(names.split(',').map((name) => mapHost(name.trim(), arm.label)));
  context.placement.addCertificate(arm, ref.split('/').at(-1) ?? ref, issued.fingerprint);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return { ...document, data: { 'tls.crt': base64(issued.certificate), 'tls.key': base64(issued.privateKey) } };
}

/** As evidence: without managedFields, and Secret data as fingerprints. */
function evidence(object: KubernetesObject): Json {
  const copy = structuredClone(object);
  delete copy.metadata.managedFields;
  delete copy.status;
  if (copy.kind === 'Secret')
    for (const key of ['data', 'stringData'])
      if (copy[key] !== undefined)
        copy[key] = Object.fromEntries(
          Object.entries(copy[key] as Record<string, string>).map(([name, value]) => [
            name,
            `sha256:${createHash('sha256').update(value).digest('hex')}`,
          ]),
        );
  return copy as unknown as Json;
}

/** Pointers of what was sent and is not stored. Values that the API defaults or normalises are stored, so they do not count. */
function missing(sent: unknown, stored: unknown, at: string): string[] {
  if (sent === null || typeof sent !== 'object') return stored === undefined ? [at] : [];
  if (stored === null || typeof stored !== 'object') return [at];
  return Object.entries(sent).flatMap(([key, value]) =>
    missing(
      value,
      (stored as Record<string, unknown>)[key],
      `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}
