import { readFileSync } from 'node:fs';

/** Processors that the pods of one Gateway get. */
const processorsPerPod = 2;

/**
 * Words to put before a command so that a pod stays on two processors, other ones for each pod in turn; none where there are no more than
 * two. A data plane takes a thread, memory and an inotify instance for each processor that it sees: on a machine with many, a few
 * dozen Gateways would use up what one user is given.
 */
export function processorShare(podIndex: number, allowed: number[] = allowedProcessors()): string[] {
  if (allowed.length <= processorsPerPod) return [];
  const share = Array.from(
    { length: processorsPerPod },
    (_, turn) => allowed[(podIndex * processorsPerPod + turn) % allowed.length],
  );
  return ['taskset', '--cpu-list', share.join(',')];
}

let known: number[] | undefined;

function allowedProcessors(): number[] {
  known ??= parseList(/^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
  return known;
}

/** 0-3,8 → 0, 1, 2, 3, 8 */
export function parseList(text: string): number[] {
  return text
    .split(',')
    .filter(Boolean)
    .flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split('-').map(Number);
      if (!Number.isInteger(first)) return [];
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}
