import { insideNamespace } from '../environment/embedded/inside-namespace.ts';
import { exitCode } from '../gate/exit-code.ts';
import { loadProbes } from '../probe/load-probe.ts';
import { type SelfTestCell, type SelfTestReport, selfTest } from '../runner/selftest.ts';
import { checkEnvironmentName, enterEnvironment, type Handover } from './enter-environment.ts';
import { columns, print, say } from './output.ts';
import { selectProfile } from './select-profile.ts';
import { selectProbes } from './selection.ts';
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

/** Probes that called a mutant supported. */
const cannotNotice = ({ cells }: SelfTestReport): SelfTestCell[] => cells.filter(({ outcome }) => outcome === 'wrong');

/** Behind a delayed controller an undecided probe is right; elsewhere it shows nothing. */
const isUnjudged = ({ outcome, mutant }: SelfTestCell): boolean =>
  outcome === 'not judged' || (outcome === 'undecided' && mutant !== 'controller delayed');

/** Mutants down, outcomes across, and how many probes have no control arm. Pure. */
export function selfTestTable(report: SelfTestReport): string {
  const mutants = [...new Set(report.cells.map(({ mutant }) => mutant))];
  const rows = mutants.map((mutant) => {
    const cells = report.cells.filter((cell) => cell.mutant === mutant);
    const count = (...outcomes: SelfTestCell['outcome'][]) =>
      String(cells.filter(({ outcome }) => outcomes.includes(outcome)).length);
    const inconclusive = String(cells.filter(({ verdict }) => verdict === 'inconclusive').length);
    return [mutant, String(cells.length), count('noticed', 'right'), inconclusive, count('wrong'), count('not judged')];
  });
  const controlled = report.cells.filter(({ mutant, controlled: yes }) => mutant === 'treatment is control' && yes);
  const ignored = controlled.filter(({ verdict }) => verdict === 'ignored').length;
  const better = controlled.filter(({ verdict, outcome }) => outcome === 'noticed' && verdict !== 'ignored').length;
  return [
    columns([['mutant', 'asked', 'right', 'inconclusive', 'wrong', 'not judged'], ...rows]),
    '',
    `treatment is control: ${ignored} of ${controlled.length} controlled probes said ignored, ${better} better reasoned`,
    `uncontrolled probes, judged by the other three mutants: ${report.uncontrolled.length}`,
    ...report.uncontrolled.map((id) => `  ${id}`),
  ].join('\n');
}

function sayCells(title: string, cells: SelfTestCell[]): void {
  if (cells.length === 0) return;
  say(`\n${title} (${cells.length}):`);
  for (const { id, mutant, verdict, reason } of cells) say(`  ${id}, ${mutant}: ${verdict}, ${reason}`);
}
