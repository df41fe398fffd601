import type { SelfTestCell, SelfTestReport } from '../runner/selftest.ts';
import { columns } from './output.ts';

/** Probes that called a mutant supported. */
export const cannotNotice = ({ cells }: SelfTestReport): SelfTestCell[] =>
  cells.filter(({ outcome }) => outcome === 'wrong');

/** Behind a delayed controller an undecided probe is right; elsewhere it shows nothing. */
export const isUnjudged = ({ outcome, mutant }: SelfTestCell): boolean =>
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
