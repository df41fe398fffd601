import type { FeatureResult, Results } from '../results/schema.ts';
import type { Verdict } from '../results/verdict.ts';
import { formatMs } from './model/format-time.ts';
import { identityFacts, programFacts } from './model/identity-facts.ts';
import { type MatrixRow, matrixSuites, sortedFeatures, totals } from './model/matrix.ts';
import { capped, printable } from './model/printable.ts';
import { CONFIDENCE, shareWords, tellingShares } from './model/split-shares.ts';
import { totalsWords } from './model/totals-words.ts';
import { VERDICTS } from './model/verdict-words.ts';

const WHY_LIMIT = 300;

/** What GitHub takes as one comment, in characters. */
const COMMENT_LIMIT = 65_536;

/**
 * The matrix for a pull-request comment or a release page: what is not supported first, then features, then everything, folded. Where that
 * would be more than a comment may hold, the last parts are left out, and it says so.
 */
export function renderMarkdown(results: Results): string {
  const { identity, partial } = results;
  const rows = matrixSuites(results).flatMap((suite) => suite.rows);
  const findings = rows.filter(({ verdict, claims }) => verdict !== 'supported' || claims.length > 0);
  const blocks = [
    `## ${escaped(`${identity.title} ${identity.version}`)}: capability matrix`,
    ...(partial === undefined ? [] : [`> **Partial run:** ${escaped(partial)}`]),
    `**${escaped(totalsWords(results))}**`,
    table(
      ['', ''],
      identityFacts(results).map(({ label, value }) => [label, escaped(value)]),
    ),
    ...identity.notes.map((note) => `> ${escaped(note)}`),
    legend(results),
    ...(findings.length === 0 ? [] : [`### Not supported, not decided, or not as claimed\n\n${probeTable(findings)}`]),
    `### Features\n\n${featureTable(sortedFeatures(results))}`,
    folded(`All ${rows.length} probes`, probeTable(rows)),
    folded(
      'Programs',
      table(
        ['program', 'origin'],
        programFacts(identity).map(({ label, value }) => [escaped(label), escaped(value)]),
      ),
    ),
  ];
  return `${withinLimit(blocks).join('\n\n')}\n`;
}

function withinLimit(blocks: string[]): string[] {
  const left = '_The rest is in matrix.html: a comment holds no more._';
  let size = left.length + 4;
  const fitting = blocks.filter((block) => {
    const fits = size + block.length + 2 <= COMMENT_LIMIT;
    if (fits) size += block.length + 2;
    return fits;
  });
  return fitting.length === blocks.length ? blocks : [...fitting, left];
}

const probeTable = (rows: MatrixRow[]): string =>
  table(
    ['verdict', 'probe', 'feature', 'why', 'convergence'],
    rows.map((row) => [
      verdictCell(row.verdict),
      `[${escaped(row.probe.id)}](<${link(row.probe.spec.url)}>)`,
      row.probe.features.map(escaped).join(' '),
      whyCell(row),
      row.probe.convergenceMs === undefined ? '' : formatMs(row.probe.convergenceMs),
    ]),
  );

function whyCell(row: MatrixRow): string {
  const shares = tellingShares(row.shares).map(shareWords).join('; ');
  const marks = [
    ...row.claims.map((claim) => `**${claim}**`),
    ...row.marks.filter((mark) => !row.why.includes(mark)).map(escaped),
  ];
  return [escaped(capped(row.why, WHY_LIMIT)), escaped(shares), marks.join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
}

const featureTable = (features: FeatureResult[]): string =>
  table(
    ['verdict', 'feature', 'supported', 'skipped', 'claim'],
    features.map(({ feature, verdict, supported, total, skipped, claim, mark }) => [
      verdictCell(verdict),
      escaped(feature),
      `${supported} of ${total}`,
      skipped === 0 ? '' : String(skipped),
      mark === undefined ? claim : `${claim}: **${mark}**`,
    ]),
  );

function legend(results: Results): string {
  const meanings = totals(results).map(({ verdict }) => `${verdictCell(verdict)}: ${VERDICTS[verdict].meaning}`);
  return `<sub>${meanings.join(' · ')} · [low, high]: exact ${CONFIDENCE * 100} % interval</sub>`;
}

const verdictCell = (verdict: Verdict): string => `${VERDICTS[verdict].symbol} ${verdict}`;

const folded = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that means itself in Markdown: no markup, no HTML, no mention of people, no way out of a table cell. */
const escaped = (text: string): string =>
  printable(text).replace(/[\\`*_[\]<>#|~&@]/g, (character) => `&#${character.charCodeAt(0)};`);

const link = (url: string): string =>
  encodeURI(url).replace(/[<>|()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
