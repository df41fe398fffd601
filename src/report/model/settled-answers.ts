import type { Expectation } from '../../results/exchange.ts';
import type { ArmExchange } from '../../results/schema.ts';
import { formatMs } from './format-time.ts';
import { observationWords } from './observation-words.ts';

/** Settled observations in words, equal ones once: `200 from v1`, then `8 times, 3 to 131 ms`. `arm` is the label of the arm. */
export function settledAnswers({ settled }: ArmExchange, about: Expectation[], arm?: string): string[][] {
  const answers = new Map<string, { words: string[]; times: number; elapsed: number[] }>();
  for (const { observation, times } of settled) {
    const words = observationWords(observation, about, arm);
    const answer = answers.get(words.join('\n')) ?? { words, times: 0, elapsed: [] };
    answers.set(words.join('\n'), {
      words,
      times: answer.times + times,
      elapsed: [...answer.elapsed, observation.elapsedMs],
    });
  }
  return [...answers.values()].map(({ words, times, elapsed }) => [...words, `${count(times)}, ${range(elapsed)}`]);
}

const count = (times: number): string => (times === 1 ? 'once' : `${times} times`);

function range(elapsed: number[]): string {
  const [least, most] = [formatMs(Math.min(...elapsed)), formatMs(Math.max(...elapsed))];
  return least === most ? `in ${least}` : `in ${least} to ${most}`;
}
