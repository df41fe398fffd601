import { insideNamespace } from '../environment/embedded/inside-namespace.ts';
import { exitCode } from '../gate/exit-code.ts';
import { loadProbes } from '../probe/load-probe.ts';
import { type SelfTestCell, selfTest } from '../runner/selftest.ts';
import { checkEnvironmentName, enterEnvironment, type Handover } from './enter-environment.ts';
import { print, say } from './output.ts';
import { selectProfile } from './select-profile.ts';
import { selectProbes } from './selection.ts';
import { cannotNotice, isUnjudged, selfTestTable } from './selftest-table.ts';
import type { RunOptions } from './settings.ts';
import { withSession } from './with-session.ts';

/** `gateproof selftest`: none of the mutants may be called supported (verdicts.md section 6). */
export async function selftest(_args: string[], options: RunOptions): Promise<number> {
  checkEnvironmentName(options.env);
  const profile = await selectProfile(options.profile);
  const probes = selectProbes(await loadProbes(options.suites), options.probes ?? []);
  const inner = insideNamespace();
  if (inner === undefined) return enterEnvironment(profile, options, async () => {});
  const { seed } = inner.data as Handover;
  const report = await withSession(inner, profile, options, ({ session }) => selfTest(session, { probes, seed }));
  print(options.json ? JSON.stringify(report, null, 2) : selfTestTable(report));
  const faulty = cannotNotice(report);
  const unjudged = report.cells.filter(isUnjudged);
  sayCells('cannot notice', faulty);
  sayCells('not judged', unjudged);
  if (report.left.length > 0) say(`\nnot deleted between mutants: ${report.left.join(', ')}`);
  return exitCode({ unmet: faulty.length > 0, undecided: unjudged.length > 0 });
}

function sayCells(title: string, cells: SelfTestCell[]): void {
  if (cells.length === 0) return;
  say(`\n${title} (${cells.length}):`);
  for (const { id, mutant, verdict, reason } of cells) say(`  ${id}, ${mutant}: ${verdict}, ${reason}`);
}
