import { type ExitFacts, exitCode } from '../gate/exit-code.ts';
import { checkRequirements, type Requirement } from '../gate/requirements.ts';
import type { Probe } from '../probe/definition.ts';
import { renderTerminal } from '../report/terminal.ts';
import { writeOutputs } from '../report/write-outputs.ts';
import type { RunOutcome } from '../runner/run-options.ts';
import { print, say } from './output.ts';
import { reportError } from './report-error.ts';
import type { RunEnded } from './run-ended.ts';
import { type RunOptions, terminalSettings } from './settings.ts';

interface Conclusion {
  folder: string;
  probes: Probe[];
  options: RunOptions;
  ended: AbortSignal;
}

/** How many items are named before the rest is only counted. */
const NAMED = 10;

/** Writes what there is, prints it, says why the run ended early and what was not met; resolves with the exit code. */
export async function concludeRun(
  outcome: RunOutcome,
  { folder, probes, options, ended }: Conclusion,
): Promise<number> {
  const { results, fault } = outcome;
  const facts: ExitFacts = { environment: fault !== undefined };
  let written: string[] = [];
  try {
    written = await writeOutputs(results, folder);
  } catch (error) {
    const code = reportError(error, { verbose: options.verbose === true });
    if (code === 3) facts.environment = true;
    else facts.internal = true;
  }
  const { color, width } = terminalSettings(process.stdout);
  print(options.json ? JSON.stringify(results) : renderTerminal(results, { color, width }));

  if (fault !== undefined)
    say(`\n${fault.part}: ${fault.message}${fault.logTail.length === 0 ? '' : `\n  ${fault.logTail.join('\n  ')}`}`);
  const reason = ended.aborted ? (ended.reason as RunEnded) : undefined;
  facts.interrupted = reason?.kind === 'interrupted';
  if (reason?.kind === 'internal fault') reportError(reason.cause, { verbose: true });
  if (results.partial !== undefined) say(`\npartial result: ${results.partial}`);

  const errors = results.probes.filter(({ decision }) => decision.verdict === 'error');
  facts.internal ||= reason?.kind === 'internal fault' || errors.length > 0;
  const checked = checkRequirements(
    results,
    options.require ?? [],
    probes.map(({ id }) => id),
  );
  const unmet = checked.filter(({ state }) => state === 'not met');
  const undecided = checked.filter(({ state }) => state === 'undecided');
  facts.unmet = unmet.length > 0;
  facts.undecided = undecided.length > 0;
  sayItems(
    'error',
    errors.map(({ id, decision }) => ({ item: id, found: decision.detail ?? decision.reason })),
  );
  sayItems('required and not met', unmet);
  sayItems(options.require === undefined ? 'undecided or not run' : 'required and undecided', undecided);
  if (written.length > 0) say(`\nwritten:\n${written.map((file) => `  ${file}`).join('\n')}`);
  return exitCode(facts);
}

function sayItems(title: string, items: Pick<Requirement, 'item' | 'found'>[]): void {
  if (items.length === 0) return;
  say(`\n${title} (${items.length}):`);
  for (const { item, found } of items.slice(0, NAMED)) say(`  ${item}: ${found}`);
  if (items.length > NAMED) say(`  and ${items.length - NAMED} more`);
}
