import type { KubernetesClient } from './client.ts';
import type { KubernetesObject, ObjectRef } from './object.ts';
import { describeRef } from './object.ts';
import { watch } from './watch.ts';

export interface WaitOptions {
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** What is waited for, in words: "to be Programmed". */
  what: string;
  /** Says in the error how far it got. */
  explain?: (last: KubernetesObject | undefined) => string;
}

/** The deadline passed; `last` is the object as it was last seen, undefined when it never was. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  readonly last: KubernetesObject | undefined;
  readonly elapsedMs: number;
  constructor(message: string, last: KubernetesObject | undefined, elapsedMs: number) {
    super(message);
    this.last = last;
    this.elapsedMs = elapsedMs;
  }
}

/** Waits by watch until the predicate holds for the object (undefined: it does not exist) and returns what held. */
export async function waitFor<T extends KubernetesObject>(
  client: KubernetesClient,
  ref: ObjectRef,
  predicate: (object: T | undefined) => boolean,
  options: WaitOptions,
): Promise<T | undefined> {
  const started = performance.now();
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const ended = new AbortController();
  const signals = [deadline, ended.signal, ...(options.signal ? [options.signal] : [])];
  const signal = AbortSignal.any(signals);
  let last: T | undefined;
  let absent = false;
  const { name, ...kind } = ref;
  // An object that does not exist causes no event: the end of the list is the moment to know it.
  const onListed = () => {
    if (last || !predicate(undefined)) return;
    absent = true;
    ended.abort();
  };
  try {
    for await (const event of watch<T>(client, kind, { fieldSelector: `metadata.name=${name}`, signal, onListed })) {
      last = event.type === 'DELETED' ? undefined : event.object;
      if (predicate(last)) return last;
    }
  } finally {
    ended.abort();
  }
  if (absent) return undefined;
  options.signal?.throwIfAborted();
  const elapsedMs = Math.round(performance.now() - started);
  const how = options.explain ? `: ${options.explain(last)}` : last ? '' : ': it does not exist';
  throw new WaitTimeoutError(`${describeRef(ref)}: waited ${elapsedMs} ms ${options.what}${how}`, last, elapsedMs);
}
