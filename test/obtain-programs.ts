import { obtainPrograms } from '../src/binaries/obtain-programs.ts';
import type { ProgressSink } from '../src/environment/environment.ts';
import { resolveProfileRef } from '../src/profile/profile-ref.ts';

/** Before the end-to-end tests: on a cold machine the programs are built for minutes, which is no test's time. */
export async function setup(): Promise<void> {
  const { profile, version } = await resolveProfileRef('envoy-gateway');
  const progress: ProgressSink = {
    step: ({ index, total, title, state, elapsedMs }) => {
      if (state === 'start' || state === 'progress') return;
      process.stderr.write(
        `[${index ?? '-'}/${total ?? '-'}] ${title} ${state} (${Math.round((elapsedMs ?? 0) / 1000)} s)\n`,
      );
    },
  };
  await obtainPrograms(profile, version, { progress });
}
