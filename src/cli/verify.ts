import { exitCode } from '../gate/exit-code.ts';
import { type Difference, verify as recompute } from '../probe/verify.ts';
import { readResults } from '../results/read-results.ts';
import { print } from './output.ts';

/** `gateproof verify`: whether every verdict of the file follows from its evidence. */
export async function verify([file = '']: string[], { json }: { json?: true }): Promise<number> {
  const results = await readResults(file);
  const differences = recompute(results);
  if (json) print(JSON.stringify(differences, null, 2));
  else if (differences.length === 0)
    print(
      `all ${results.probes.length} verdicts and ${results.features.length} features follow from the evidence in ${file}`,
    );
  else {
    print(`${differences.length} differences between ${file} and its own evidence:`);
    for (const difference of differences) print(differenceWords(difference));
  }
  return exitCode({ unmet: differences.length > 0 });
}

function differenceWords({ probe, feature, look, fact, stored, recomputed }: Difference): string {
  const where = [probe ?? feature, look === undefined ? undefined : `look ${look}`].filter(
    (part) => part !== undefined,
  );
  return `  ${[...where, fact].join(', ')}\n    stored:     ${stored}\n    recomputed: ${recomputed}`;
}
