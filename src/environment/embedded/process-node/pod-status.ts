import type { V1ContainerStatus, V1PodCondition, V1PodSpec, V1PodStatus } from '@kubernetes/client-node';
import { apiServerAddress } from '../addresses.ts';
import type { Container } from './container.ts';

export interface PodProgress {
  spec: V1PodSpec;
  podIP: string | undefined;
  startedAt: Date;
  initialized: boolean;
  initContainers: Container[];
  containers: Container[];
  /** Why the pod as a whole cannot be started yet, such as a Secret that is missing. */
  trouble: string | undefined;
}

/** Every address of the node is an address of the run's own namespace. */
export const hostAddress = apiServerAddress;

/** The status of a pod, made anew from how far its containers are. Times of conditions are kept while their status is the same. */
export function podStatus(progress: PodProgress, before: V1PodCondition[] = []): V1PodStatus {
  const { podIP, initialized, initContainers, containers, trouble } = progress;
  const ready = containers.length > 0 && containers.every((container) => container.ready);
  const phase = phaseOf(progress);
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const condition = (type: string, holds: boolean, reason?: string, message?: string): V1PodCondition => {
    const status = holds ? 'True' : 'False';
    const same = before.find((earlier) => earlier.type === type && earlier.status === status);
    return {
      type,
      status,
      ...(reason && !holds ? { reason } : {}),
      ...(message && !holds ? { message } : {}),
      lastTransitionTime: same?.lastTransitionTime ?? new Date(),
    };
  };
  const unready = containers.filter((container) => !container.ready).map(({ name }) => name);
  const unreadyReason = finished ? 'PodCompleted' : 'ContainersNotReady';
  const unreadyMessage = unready.length ? `containers with unready status: [${unready.join(' ')}]` : trouble;
  return {
    phase,
    hostIP: hostAddress,
    hostIPs: [{ ip: hostAddress }],
    ...(podIP ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime: progress.startedAt,
    conditions: [
      condition('PodScheduled', true),
      condition('PodReadyToStartContainers', podIP !== undefined, 'ContainersNotReady', trouble),
      condition('Initialized', initialized, 'ContainersNotInitialized', trouble),
      condition('ContainersReady', ready, unreadyReason, unreadyMessage),
      condition('Ready', ready, unreadyReason, unreadyMessage),
    ],
    initContainerStatuses: initContainers.map(containerStatus),
    containerStatuses: containers.map(containerStatus),
  };
}

function phaseOf({ spec, initContainers, containers, initialized }: PodProgress): string {
  const ended = (container: Container) => container.state.terminated;
  const finalFailure = (container: Container) => ended(container) && ended(container)?.exitCode !== 0;
  if (spec.restartPolicy === 'Never' && initContainers.some(finalFailure)) return 'Failed';
  if (!initialized || containers.every((container) => container.state.waiting && container.restartCount === 0))
    return 'Pending';
  const settled = containers.length > 0 && containers.every(ended);
  if (spec.restartPolicy === 'Always' || !settled) return 'Running';
  if (containers.every((container) => ended(container)?.exitCode === 0)) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function containerStatus(container: Container): V1ContainerStatus {
  return {
    name: container.name,
    image: container.options.spec.image ?? '',
    imageID: container.imageId,
    ready: container.ready,
    started: container.started,
    restartCount: container.restartCount,
    state: container.state,
    lastState: container.lastState,
  };
}
