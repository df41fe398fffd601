import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { printable } from '../model/printable.ts';
import { CONFIDENCE, type Share, shareWords } from '../model/split-shares.ts';

const WIDTH = 300;
const LABEL = 56;
const LABEL_LIMIT = 9;
const ROW = 22;

/** Shares as dots with exact intervals on a scale from 0 to 100 %, and what was asked as an open diamond. */
export function splitBar(shares: Share[]): VNode {
  const height = shares.length * ROW + 16;
  const x = (share: number) => LABEL + share * (WIDTH - LABEL - 8);
  const label = shares.map(shareWords).join('; ');
  return html`<figure class="split">
    <svg viewBox=${`0 0 ${WIDTH} ${height}`} width=${WIDTH} height=${height} role="img" aria-label=${printable(label)}>
      ${[0, 0.25, 0.5, 0.75, 1].map(
        (tick) => html`<g class="tick">
          <line x1=${x(tick)} x2=${x(tick)} y1="0" y2=${height - 13} />
          <text x=${x(tick)} y=${height - 2} text-anchor=${tick === 1 ? 'end' : 'middle'}>${tick * 100}</text>
        </g>`,
      )}
      ${shares.map(({ answer, observed, low, high, asked }, index) => {
        const y = index * ROW + ROW / 2;
        return html`<g>
          <text class="name" x="0" y=${y + 4}>${printable(answer.length > LABEL_LIMIT ? `${answer.slice(0, LABEL_LIMIT - 1)}…` : answer)}</text>
          ${asked !== undefined && html`<path class="asked" d=${`M${x(asked)} ${y - 7}l5 7l-5 7l-5 -7z`} />`}
          <line class="interval" x1=${x(low)} x2=${x(high)} y1=${y} y2=${y} />
          <circle class="observed" cx=${x(observed)} cy=${y} r="3" />
        </g>`;
      })}
    </svg>
    <figcaption>
      <ul>${shares.map((share) => html`<li>${printable(shareWords(share))}</li>`)}</ul>
      <p>n ${shares[0]?.total ?? 0}; ◇ asked, ● observed, [low, high] exact ${CONFIDENCE * 100} % interval</p>
    </figcaption>
  </figure>`;
}

/** One share in the width of a table cell. */
export function splitSpark(shares: Share[]): VNode {
  const width = 96;
  let from = 0;
  const parts = shares.map(({ observed }, index) => {
    const x = from * width;
    from += observed;
    return html`<rect class=${`share share-${index % 4}`} x=${x} y="0" width=${Math.max(observed * width - 1, 0.5)} height="8" />`;
  });
  return html`<svg class="spark" viewBox=${`0 0 ${width} 8`} width=${width} height="8" aria-hidden="true">${parts}</svg>`;
}
