import type { FeatureResult, Results } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import { formatMs } from './model/format-time.ts';
import { identityFacts, programFacts } from './model/identity-facts.ts';
import { type MatrixRow, matrixSuites, sortedFeatures, totals } from './model/matrix.ts';
import { printable } from './model/printable.ts';
import { CONFIDENCE, shareWords, splitShares, tellingShares } from './model/split-shares.ts';
import { VERDICTS } from './model/verdict-words.ts';
import { TerminalLayout, type TerminalOptions, VERDICT_STYLES } from './terminal-layout.ts';

const VERDICT_COLUMNS = 15;
const TIME_COLUMNS = 9;
const COUNT_COLUMNS = 9;
const CLAIM_COLUMNS = 13;
const LABEL_COLUMNS = 13;
const NO_BREAK = '\u00a0';
const MARKS = { overclaim: '▼ overclaim', underclaim: '△ underclaim' } as const;

/** The capability matrix for stdout: identity, one row per probe grouped by suite, features, totals. Ends with a newline. */
export function renderTerminal(results: Results, options: TerminalOptions): string {
  const layout = new TerminalLayout(options);
  const lines = [
    ...header(results, layout),
    ...probeRows(results, layout),
    ...featureRows(results, layout),
    ...footer(results, layout),
  ];
  return `${lines.join('\n')}\n`;
}

function header(results: Results, layout: TerminalLayout): string[] {
  const { identity, partial } = results;
  const lines = [layout.style('bold', printable(`${identity.title} ${identity.version}`)), ''];
  const fact = (label: string, value: string) => lines.push(...layout.fact(label, printable(value), LABEL_COLUMNS));
  for (const { label, value } of identityFacts(results)) fact(label, value);
  for (const [index, { label, value }] of programFacts(identity).entries())
    fact(index === 0 ? 'programs' : '', `${label}: ${value}`);
  for (const note of identity.notes) fact('note', note);
  if (partial !== undefined)
    lines.push(
      '',
      ...layout.wrap(printable(`partial run: ${partial}`), 2).map((line) => layout.style(['yellow', 'bold'], line)),
    );
  return lines;
}

function probeRows(results: Results, layout: TerminalLayout): string[] {
  const suites = matrixSuites(results);
  const names = suites.flatMap(({ rows }) => rows.map(({ name }) => name.length));
  const room = layout.width - 2 - VERDICT_COLUMNS - TIME_COLUMNS;
  const nameColumns = Math.min(Math.max(0, ...names) + 2, Math.ceil(room * 0.55));
  const featureColumns = room - nameColumns;
  return suites.flatMap(({ name, rows }) => [
    '',
    layout.style('bold', printable(name)),
    ...rows.flatMap((row) => [rowLine(row, layout, nameColumns, featureColumns), ...remarks(row, layout)]),
  ]);
}

function rowLine(row: MatrixRow, layout: TerminalLayout, nameColumns: number, featureColumns: number): string {
  const name = layout.cell(printable(row.name), nameColumns - 1);
  const features = layout.cell(printable(row.probe.features.join(' ')), featureColumns);
  const time = row.probe.convergenceMs === undefined ? '' : formatMs(row.probe.convergenceMs).padStart(TIME_COLUMNS);
  const feature = layout.style('dim', time === '' ? features.trimEnd() : features);
  return `  ${verdictCell(row.verdict, layout)}${name} ${feature}${time}`;
}

function remarks(row: MatrixRow, layout: TerminalLayout): string[] {
  const marks = [...row.claims.map((claim) => MARKS[claim]), ...row.marks.filter((mark) => !row.why.includes(mark))];
  // A mark is not broken over two lines, nor parted from the dot before it.
  const words = [...(row.why === '' ? [] : [row.why]), ...marks.map((mark) => mark.replaceAll(' ', NO_BREAK))].join(
    ` ·${NO_BREAK}`,
  );
  const samples = row.shares[0]?.total;
  const shares = [...tellingShares(row.shares).map(shareWords), `n ${samples}`].join('; ');
  return [words, samples === undefined ? '' : shares]
    .filter((text) => text !== '')
    .flatMap((text) => layout.wrap(printable(text), 2 + VERDICT_COLUMNS))
    .map((line) => line.replaceAll(NO_BREAK, ' '));
}

function verdictCell(verdict: Verdict, layout: TerminalLayout): string {
  const text = `${VERDICTS[verdict].symbol} ${verdict}`;
  return layout.style(VERDICT_STYLES[verdict], text) + ' '.repeat(VERDICT_COLUMNS - [...text].length);
}

function featureRows(results: Results, layout: TerminalLayout): string[] {
  const features = sortedFeatures(results);
  const room = layout.width - 2 - VERDICT_COLUMNS - COUNT_COLUMNS - CLAIM_COLUMNS;
  const nameColumns = Math.min(Math.max(0, ...features.map(({ feature }) => feature.length)) + 1, room);
  const rows = features.flatMap((feature) => {
    const name = layout.cell(printable(feature.feature), nameColumns);
    const count = layout.cell(`${feature.supported} of ${feature.total}`, COUNT_COLUMNS);
    const row = `  ${verdictCell(feature.verdict, layout)}${name} ${count}${claimWords(feature)}`.trimEnd();
    return feature.skipped === 0 ? [row] : [row, ...layout.wrap(`${feature.skipped} skipped`, 2 + VERDICT_COLUMNS)];
  });
  return ['', layout.style('bold', 'features'), ...rows];
}

function claimWords({ mark, claim }: FeatureResult): string {
  if (mark !== undefined) return MARKS[mark];
  return claim === 'none published' ? '' : claim;
}

function footer(results: Results, layout: TerminalLayout): string[] {
  const counts = totals(results);
  const sum = `${results.probes.length} probes: ${counts.map(({ verdict, count }) => `${count} ${verdict}`).join(', ')}`;
  const legend = counts.map(({ verdict }) => {
    const { symbol, meaning } = VERDICTS[verdict];
    return `  ${layout.style('dim', `${layout.cell(`${symbol} ${verdict}`, VERDICT_COLUMNS)}${meaning}`)}`;
  });
  const sampled = results.probes.some((probe) => splitShares(probe).length > 0);
  const interval = sampled ? [layout.style('dim', `  [low, high]: exact ${CONFIDENCE * 100} % interval`)] : [];
  return ['', ...legend, ...interval, '', ...layout.wrap(sum, 0).map((line) => layout.style('bold', line))];
}
