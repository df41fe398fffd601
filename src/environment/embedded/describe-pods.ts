import type { KubernetesClient } from '../../kubernetes/client.ts';
import type { StatusCondition } from '../../kubernetes/conditions.ts';
import { describeConditions } from '../../kubernetes/conditions.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';

export interface PodView extends KubernetesObject {
  status?: {
    phase?: string;
    conditions?: StatusCondition[];
    containerStatuses?: {
      name: string;
      restartCount: number;
      state?: { waiting?: { reason?: string; message?: string } };
    }[];
  };
}

/** A few lines for each pod: phase, conditions, and what its containers wait for. */
export async function describePods(client: KubernetesClient, namespace: string): Promise<string[]> {
  const pods = await client.list<PodView>({ apiVersion: 'v1', kind: 'Pod', namespace });
  if (pods.items.length === 0) return [`namespace ${namespace} has no pods`];
  return pods.items.flatMap(({ metadata, status }) => [
    `pod ${metadata.name} is ${status?.phase}: ${describeConditions(status?.conditions)}`,
    ...(status?.containerStatuses ?? []).flatMap(({ name, restartCount, state }) => {
      const waiting = state?.waiting;
      return waiting
        ? [`  container ${name}, ${restartCount} restarts: ${waiting.reason}: ${waiting.message ?? ''}`]
        : [];
    }),
  ]);
}
