import type { KubernetesClient } from '../kubernetes/client.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { refOf } from '../kubernetes/object.ts';
import { RUN_LABEL } from './plan/labels.ts';
import { sleep } from './run-context.ts';
import { servedVersion } from './status-cache.ts';

const POLL_MS = 200;

/**
 * Deletes everything that carries the run's names, while the controller still works (its finalizer on the GatewayClass needs it), and
 * waits until it is gone. Returns what was still there when the time was over.
 */
export async function deleteRun(
  client: KubernetesClient,
  names: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const labelSelector = `${RUN_LABEL}=${names}`;
  const gateway = await servedVersion(client, 'Gateway');
  const kinds = [
    ...(gateway === undefined ? [] : [{ apiVersion: gateway, kind: 'Gateway' }]),
    { apiVersion: 'v1', kind: 'Namespace' },
    ...(gateway === undefined ? [] : [{ apiVersion: gateway, kind: 'GatewayClass' }]),
  ];
  const left: string[] = [];
  const deadline = performance.now() + timeoutMs;
  for (const kind of kinds) {
    const { items } = await client.list<KubernetesObject>(kind, { labelSelector, signal });
    await Promise.all(items.map((item) => client.delete(refOf(item), { signal, gracePeriodSeconds: 0 })));
    let remaining = items.length;
    while (remaining > 0 && performance.now() < deadline) {
      await sleep(POLL_MS, signal);
      remaining = (await client.list<KubernetesObject>(kind, { labelSelector, signal })).items.length;
    }
    if (remaining > 0) left.push(`${remaining} ${kind.kind}`);
  }
  return left;
}
