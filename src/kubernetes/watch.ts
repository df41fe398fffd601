import type { KubernetesClient, ListOptions } from './client.ts';
import { query, selectors } from './client.ts';
import { KubernetesError } from './errors.ts';
import type { KindRef, KubernetesObject } from './object.ts';
import { describeRef } from './object.ts';

/** A change of one object. `initial` marks what existed when the watch began, or was found again after it had to begin anew. */
export interface WatchEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  initial?: true;
}

export interface WatchOptions extends ListOptions {
  signal: AbortSignal;
  onListed?: () => void;
}

interface WireEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: T & { code?: number; message?: string };
}

/**
 * Lists a collection and follows its changes until the signal is aborted (then it ends without an error). The end of a
 * single watch request is normal: it goes on from the last resource version, or lists again when that is too old; objects that went
 * away meanwhile are reported as DELETED. `onListed` is called when everything that a list showed has been reported.
 */
export async function* watch<T extends KubernetesObject>(
  client: KubernetesClient,
  ref: KindRef,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const known = new Map<string, T>();
  const { signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const list = await client.list<T>(ref, options);
      yield* changes(known, list.items);
      options.onListed?.();
      failures = 0;
      yield* follow(client, ref, options, list.resourceVersion, known);
    } catch (error) {
      if (signal.aborted) return;
      // Several in a row are a fault of the API server, not a hiccup: the caller must know.
      if (++failures > 3) throw error;
      await pause(50 * 2 ** failures, signal);
    }
  }
}

/** What is different from what was known before; `known` is brought up to date. */
function* changes<T extends KubernetesObject>(known: Map<string, T>, items: T[]): Generator<WatchEvent<T>> {
  const listed = new Set(items.map((item) => String(item.metadata.uid)));
  for (const [uid, object] of known) {
    if (listed.has(uid)) continue;
    known.delete(uid);
    yield { type: 'DELETED', object };
  }
  for (const object of items) {
    const uid = String(object.metadata.uid);
    const before = known.get(uid);
    known.set(uid, object);
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
    yield { type: before ? 'MODIFIED' : 'ADDED', object, initial: true };
  }
}

/** Follows from a resource version until it is too old (returns) or a request fails (throws). */
async function* follow<T extends KubernetesObject>(
  client: KubernetesClient,
  ref: KindRef,
  options: WatchOptions,
  from: string,
  known: Map<string, T>,
): AsyncGenerator<WatchEvent<T>> {
  let resourceVersion = from;
  while (!options.signal.aborted) {
    const parameters = { ...selectors(options), watch: 'true', allowWatchBookmarks: 'true', resourceVersion };
    const body = await client.transport.stream({
      method: 'GET',
      path: `${await client.pathOf(ref, options.signal)}${query(parameters)}`,
      signal: options.signal,
      what: `watch ${describeRef(ref)}`,
    });
    for await (const line of lines(body)) {
      const { type, object } = JSON.parse(line) as WireEvent<T>;
      if (type === 'ERROR') {
        if (object.code === 410) return;
        throw new KubernetesError(`watch ${describeRef(ref)}`, object.code ?? 500, JSON.stringify(object));
      }
      resourceVersion = String(object.metadata.resourceVersion);
      if (type === 'BOOKMARK') continue;
      const uid = String(object.metadata.uid);
      if (type === 'DELETED') known.delete(uid);
      else known.set(uid, object);
      yield { type, object };
    }
  }
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter(Boolean);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
