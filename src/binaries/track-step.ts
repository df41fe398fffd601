import type { ProgressSink } from '../environment/environment.ts';

const tickMs = 2_000;

/** Which step this is, for the progress display. */
export interface StepName {
  phase: string;
  title: string;
  index?: number;
  total?: number;
}

/**
 * Reports the start, the end and, every two seconds, the elapsed time and last detail of a piece of work.
 * `retitle` names what the work turned out to be, e.g. "kube-apiserver 1.36.3: go build".
 */
export async function trackStep<T>(
  sink: ProgressSink | undefined,
  name: StepName,
  work: (report: { detail(text: string): void; retitle(title: string): void }) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let title = name.title;
  let detail: string | undefined;
  const emit = (state: 'start' | 'progress' | 'done' | 'failed') =>
    sink?.step({
      ...name,
      title,
      state,
      ...(detail === undefined ? {} : { detail }),
      elapsedMs: Math.round(performance.now() - startedAt),
    });
  emit('start');
  const ticker = setInterval(() => emit('progress'), tickMs);
  try {
    const result = await work({
      detail: (text) => {
        detail = text;
      },
      retitle: (text) => {
        title = text;
        emit('progress');
      },
    });
    detail = undefined;
    emit('done');
    return result;
  } catch (error) {
    detail = error instanceof Error ? error.message : String(error);
    emit('failed');
    throw error;
  } finally {
    clearInterval(ticker);
  }
}
