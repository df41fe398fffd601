import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Results } from '../../results/schema.ts';
import { totals } from '../model/matrix.ts';
import { VERDICTS } from '../model/verdict-words.ts';

/** Filters by verdict and by text; of no use without the script, which shows it. */
export function toolbar(results: Results): VNode {
  return html`<div class="toolbar needs-script" id="toolbar" role="search" aria-label="Filter the matrix">
    <div class="chips" role="group" aria-label="Verdicts to show">
      ${totals(results).map(
        ({
          verdict,
          count,
        }) => html`<button type="button" class=${`chip ${verdict}`} data-verdict=${verdict} aria-pressed="false" title=${VERDICTS[verdict].meaning}>
          <span class="symbol" aria-hidden="true">${VERDICTS[verdict].symbol}</span> ${verdict} <span class="count">${count}</span>
        </button>`,
      )}
    </div>
    <label class="filter"><span>Filter</span> <input id="filter" type="search" placeholder="probe, feature or finding" autocomplete="off" spellcheck="false" /> <kbd aria-hidden="true">/</kbd></label>
    <p id="shown" role="status"></p>
  </div>`;
}
