import { outcomeOf } from './outcome.ts';
import type { ProbeFacts, UndecidedLook } from './outcomes.ts';

/** Wrong readings of the specification that explain what the treatment showed: every exchange they name is as they say. */
export function recogniseReadings(look: UndecidedLook, { run, readings = [] }: ProbeFacts): string[] {
  const { treatment } = look;
  if (treatment === undefined) return [];
  const asked = look.phases.flatMap(({ exchanges }) => exchanges);
  return readings
    .filter(({ exchanges }) =>
      Object.entries(exchanges).every(([name, expect]) => {
        const found = asked.find(({ exchange }) => exchange.name === name);
        if (found === undefined) return false;
        const { control: _control, ...exchange } = found.exchange;
        return outcomeOf({ ...exchange, expect }, found.treatment, { run, arm: treatment }) === 'expected';
      }),
    )
    .map(({ name }) => name);
}
