import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Results } from '../../results/schema.ts';
import { formatMs } from '../model/format-time.ts';
import { type MatrixRow, matrixSuites } from '../model/matrix.ts';
import { capped, printable } from '../model/printable.ts';
import { shareWords, tellingShares } from '../model/split-shares.ts';
import { breakable } from './breakable.ts';
import { splitSpark } from './split-bar.ts';
import { verdictBadge } from './verdict-badge.ts';

const WHY_LIMIT = 400;

/** Element id of a probe's evidence. */
export const evidenceId = (probe: string): string => `evidence:${probe}`;

/** One row per probe, grouped by suite; each row leads to its evidence. */
export function matrixTable(results: Results): VNode {
  return html`<div class="scroll" id="matrix-scroll">
    <table id="matrix" aria-label="Capability matrix">
      <thead>
        <tr>
          <th scope="col">Probe</th>
          <th scope="col">Verdict</th>
          <th scope="col">Feature</th>
          <th scope="col">Finding</th>
          <th scope="col" class="number">Converged in</th>
        </tr>
      </thead>
      ${matrixSuites(results).map(
        ({ name, rows }) => html`<tbody>
          <tr class="suite"><th scope="rowgroup" colspan="5">${printable(name)}</th></tr>
          ${rows.map(matrixRow)}
        </tbody>`,
      )}
    </table>
  </div>`;
}

function matrixRow(row: MatrixRow): VNode {
  const { probe, verdict } = row;
  return html`<tr data-probe=${probe.id} data-verdict=${verdict}>
    <th scope="row">
      <a href=${`#${encodeURIComponent(evidenceId(probe.id))}`}>${printable(row.name)}</a>
      <span class="question">${printable(probe.title)}</span>
    </th>
    <td class="verdict-cell">${verdictBadge(verdict)}</td>
    <td class="feature">${probe.features.map((feature) => html`<span>${breakable(feature)}</span>`)}</td>
    <td class="finding">${finding(row)}</td>
    <td class="number">${probe.convergenceMs === undefined ? '' : formatMs(probe.convergenceMs)}</td>
  </tr>`;
}

function finding({ why, shares, claims, marks: all }: MatrixRow): VNode {
  const marks = all.filter((mark) => !why.includes(mark));
  const seen = tellingShares(shares).map(shareWords).join('; ');
  return html`
    ${why !== '' && html`<span class="why">${printable(capped(why, WHY_LIMIT))}</span>`}
    ${seen !== '' && html`<span class="shares">${splitSpark(shares)} ${printable(seen)}</span>`}
    ${[...claims, ...marks].length > 0 && html`<span class="marks">${claims.map(claimMark)}${marks.map((mark) => html`<span class="mark">${mark}</span>`)}</span>`}
  `;
}

export const claimMark = (claim: 'overclaim' | 'underclaim'): VNode =>
  html`<span class=${`mark ${claim}`}><span aria-hidden="true">${claim === 'overclaim' ? '▼' : '△'}</span> ${claim}</span>`;
