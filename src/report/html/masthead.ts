import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Results } from '../../results/schema.ts';
import { type Fact, identityFacts, programFacts } from '../model/identity-facts.ts';
import { totals } from '../model/matrix.ts';
import { printable } from '../model/printable.ts';
import { totalsWords } from '../model/totals-words.ts';

/** Name and exact identity of what was measured. */
export function masthead(results: Results): VNode {
  const { identity, partial } = results;
  return html`<header class="masthead">
    <div class="title">
      <p class="eyebrow">gateproof · capability matrix</p>
      <button type="button" id="theme" class="needs-script" aria-label="dark or light">
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" /><path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
        </svg>
      </button>
    </div>
    <h1>${printable(identity.title)} <span class="version">${printable(identity.version)}</span></h1>
    ${partial !== undefined && html`<p class="partial-run" role="note"><strong>Partial run:</strong> ${printable(partial)}</p>`}
    ${factList(identityFacts(results))}
    ${identity.notes.map((note) => html`<p class="note">${printable(note)}</p>`)}
    <details class="programs">
      <summary>Programs and where they came from</summary>
      ${factList(programFacts(identity))}
    </details>
    ${tally(results)}
  </header>`;
}

const factList = (facts: Fact[]): VNode =>
  html`<dl class="facts">
    ${facts.map(({ label, value }) => html`<div><dt>${printable(label)}</dt><dd>${printable(value)}</dd></div>`)}
  </dl>`;

/** The verdicts as one bar of lengths; the words say the same. */
function tally(results: Results): VNode {
  const counts = totals(results);
  let from = 0;
  const parts = counts.map(({ verdict, count }) => {
    const x = from;
    from += count;
    return html`<rect class=${verdict} x=${x} width=${count} height="1"><title>${count} ${verdict}</title></rect>`;
  });
  return html`<div class="tally">
    <svg viewBox=${`0 0 ${Math.max(from, 1)} 1`} preserveAspectRatio="none" role="img" aria-label=${totalsWords(results)}>${parts}</svg>
  </div>`;
}
