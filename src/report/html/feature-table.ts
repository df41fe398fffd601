import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Results } from '../../results/schema.ts';
import { sortedFeatures } from '../model/matrix.ts';
import { breakable } from './breakable.ts';
import { claimMark } from './matrix-table.ts';
import { scroller } from './scroller.ts';
import { verdictBadge } from './verdict-badge.ts';

/** Roll-up by feature, beside what the controller claims of itself. */
export function featureTable(results: Results): VNode {
  return html`<section class="features" aria-labelledby="features">
    <h2 id="features">Features</h2>
    ${scroller(
      'Features',
      html`<table>
      <thead>
        <tr><th scope="col">Feature</th><th scope="col">Verdict</th><th scope="col">Supported</th><th scope="col">Claim</th></tr>
      </thead>
      <tbody>
        ${sortedFeatures(results).map(
          ({ feature, verdict, supported, total, skipped, claim, mark }) => html`<tr>
            <th scope="row">${breakable(feature)}</th>
            <td>${verdictBadge(verdict)}</td>
            <td class="figures">${supported} of ${total}${skipped > 0 ? `, ${skipped} skipped` : ''}</td>
            <td>${claim} ${mark !== undefined && claimMark(mark)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`,
    )}
  </section>`;
}
