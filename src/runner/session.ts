import type { EnvironmentFault, InstalledController, RunningEnvironment } from '../environment/environment.ts';
import { EnvironmentError } from '../errors.ts';
import { KubernetesClient } from '../kubernetes/client.ts';
import { KubernetesConnectionError } from '../kubernetes/errors.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { waitFor } from '../kubernetes/wait.ts';
import { RUN_LABEL } from './plan/labels.ts';
import type { SessionOptions } from './run-options.ts';

const CLASS_ACCEPTED_MS = 60_000;
const FAULT_MS = 2_000;

export interface Timing {
  part: string;
  startMs: number;
  endMs: number;
}

/**
 * An environment with a controller in it: opened once, asked one or more times, closed on every way out. Opening is an ordered list of
 * steps, closing undoes those that were done in reverse; errors in closing never hide the first one.
 */
export class Session implements AsyncDisposable {
  readonly options: SessionOptions;
  readonly timings: Timing[] = [];
  readonly startedAt = new Date();
  readonly now: () => number;
  environment!: RunningEnvironment;
  controller!: InstalledController;
  client!: KubernetesClient;
  /** Aborted by the caller's signal, or by a fault of the environment. */
  readonly signal: AbortSignal;
  fault: EnvironmentFault | undefined;
  readonly #ended = new AbortController();
  #asked = 0;
  readonly #undo: { title: string; run: () => Promise<void> }[] = [];

  constructor(options: SessionOptions) {
    const started = performance.now();
    this.options = options;
    this.now = () => performance.now() - started;
    this.signal = AbortSignal.any([options.signal, this.#ended.signal]);
  }

  async open(): Promise<void> {
    const { options } = this;
    this.environment = await this.step('start environment', () =>
      options.startEnvironment(options.progress, this.signal),
    );
    this.undo('stop environment', () => this.environment.stop());
    this.environment.onFault((fault) => this.#onFault(fault));
    this.client = new KubernetesClient(this.environment.connection);
    this.undo('close connections', () => this.client.close());
    this.controller = await this.step('install controller', () =>
      this.environment.install(options.profile, options.version),
    );
  }

  /** Runs one step, marks its time; a fault of the environment meanwhile is the better error. */
  async step<T>(part: string, run: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const startMs = this.now();
    this.options.emit({ event: 'phase', title: part, state: 'start' });
    try {
      return await run();
    } catch (error) {
      await this.causeOf(error);
      throw this.fault === undefined ? error : faultError(this.fault);
    } finally {
      const endMs = this.now();
      this.timings.push({ part, startMs, endMs });
      this.options.emit({ event: 'phase', title: part, state: 'done', elapsedMs: endMs - startMs });
    }
  }

  /** A broken connection is seen before the end of the process behind it: waits a moment for the fault that explains it. */
  async causeOf(error: unknown): Promise<void> {
    if (!(error instanceof KubernetesConnectionError) || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FAULT_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.signal.addEventListener('abort', done, { once: true });
    });
  }

  undo(title: string, run: () => Promise<void>): void {
    this.#undo.unshift({ title, run });
  }

  /** Makes the GatewayClass of a run and waits until the controller accepts it. */
  async acceptClass(names: string): Promise<KubernetesObject> {
    const { profile } = this.options;
    const name = `gp-${names}`;
    await this.client.apply({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name, labels: { [RUN_LABEL]: names } },
      spec: {
        controllerName: profile.controllerName,
        ...(profile.gatewayClassParameters === undefined ? {} : { parametersRef: profile.gatewayClassParameters }),
      },
    });
    const conditionsOf = (object: KubernetesObject | undefined) =>
      (
        (object?.status as { conditions?: { type: string; status: string; reason: string }[] } | undefined)
          ?.conditions ?? []
      ).filter(({ type }) => type === 'Accepted');
    try {
      const accepted = await waitFor(
        this.client,
        { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', name },
        (object) => conditionsOf(object).some(({ status }) => status === 'True'),
        { timeoutMs: CLASS_ACCEPTED_MS, signal: this.signal, what: 'to be Accepted' },
      );
      return accepted as KubernetesObject;
    } catch (error) {
      this.signal.throwIfAborted();
      throw new EnvironmentError(
        `${profile.title} did not accept its GatewayClass: ${(error as Error).message}\n${this.environment.logTail(undefined, 15).join('\n')}`,
        {
          code: 'CLASS_NOT_ACCEPTED',
          hint: `Check controllerName (${profile.controllerName}) in the profile and the controller's log above.`,
          cause: error,
        },
      );
    }
  }

  /** Names that nothing in this session has yet. */
  nextNames(): string {
    const { runId } = this.options;
    const names = this.#asked === 0 ? runId : `${runId}${String.fromCharCode(97 + (this.#asked % 26))}`;
    this.#asked++;
    return names;
  }

  async close(): Promise<void> {
    this.#ended.abort(new Error('the session is closed'));
    for (const { run } of this.#undo.splice(0)) await run().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #onFault(fault: EnvironmentFault): void {
    if (this.fault !== undefined || this.#ended.signal.aborted) return;
    this.fault = fault;
    this.options.emit({ event: 'fault', fault });
    this.#ended.abort(faultError(fault));
  }
}

export function faultError(fault: EnvironmentFault): EnvironmentError {
  return new EnvironmentError(
    `${fault.part}: ${fault.message}${fault.logTail.length > 0 ? `\n${fault.logTail.join('\n')}` : ''}`,
    {
      code: 'ENVIRONMENT_FAULT',
      hint: 'The last lines of its log are above. What was decided before is in the partial result.',
    },
  );
}

/** Starts the environment and installs the controller; what was started is stopped again if that fails. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const session = new Session(options);
  try {
    await session.open();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}
