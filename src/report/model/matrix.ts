import type { FeatureResult, ProbeResult, Results } from '../../results/schema.ts';
import type { Verdict } from '../../results/verdict.ts';
import { type Share, splitShares } from './split-shares.ts';
import { VERDICT_ORDER } from './verdict-words.ts';

export interface MatrixRow {
  probe: ProbeResult;
  suite: string;
  /** Id without the suite. */
  name: string;
  verdict: Verdict;
  /** The reason and the facts behind it; empty where the verdict says it all. */
  why: string;
  claims: NonNullable<FeatureResult['mark']>[];
  /** What a reader must know of how it was looked at: unstable, uncontrolled, 3 looks. */
  marks: string[];
  /** Observed shares of the treatment's first sampled exchange, with intervals. */
  shares: Share[];
}

export interface Suite {
  name: string;
  rows: MatrixRow[];
}

export interface Total {
  verdict: Verdict;
  count: number;
}

/** The matrix in the order in which every format prints it: suites and probes by name. */
export function matrixSuites(results: Results): Suite[] {
  const marks = new Map(results.features.map(({ feature, mark }) => [feature, mark]));
  const rows = results.probes.map((probe) => matrixRow(probe, marks)).sort((a, b) => compare(a.probe.id, b.probe.id));
  const suites = new Map<string, MatrixRow[]>();
  for (const row of rows) suites.set(row.suite, [...(suites.get(row.suite) ?? []), row]);
  return [...suites].map(([name, members]) => ({ name, rows: members }));
}

/** How many probes have each verdict; verdicts that do not occur are left out. */
export function totals(results: Results): Total[] {
  return VERDICT_ORDER.map((verdict) => ({
    verdict,
    count: results.probes.filter((probe) => probe.decision.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
}

export const sortedFeatures = (results: Results): FeatureResult[] =>
  [...results.features].sort((a, b) => compare(a.feature, b.feature));

function matrixRow(probe: ProbeResult, marks: Map<string, FeatureResult['mark']>): MatrixRow {
  const slash = probe.id.indexOf('/');
  const { verdict, reason, detail } = probe.decision;
  return {
    probe,
    suite: probe.id.slice(0, Math.max(slash, 0)),
    name: probe.id.slice(slash + 1),
    verdict,
    why: verdict === 'supported' ? '' : [reason, detail].filter((part) => part !== undefined).join(': '),
    claims: [...new Set(probe.features.map((feature) => marks.get(feature)).filter((mark) => mark !== undefined))],
    marks: lookMarks(probe),
    shares: splitShares(probe),
  };
}

function lookMarks({ looks, decision, uncontrolled }: ProbeResult): string[] {
  const verdicts = new Set(looks.map((look) => look.decision.verdict));
  const unstable = decision.reason.includes('unstable');
  return [
    ...(unstable ? ['unstable'] : []),
    ...(!unstable && verdicts.size > 1 ? ['looks differ'] : []),
    ...(uncontrolled === undefined ? [] : ['uncontrolled']),
    ...(looks.length > 1 ? [`${looks.length} looks`] : []),
  ];
}

/** By code unit, the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
