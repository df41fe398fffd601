import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Verdict } from '../../results/verdict.ts';
import { VERDICTS } from '../model/verdict-words.ts';

/** Symbol and word: the symbols differ in shape, the word is what a screen reader says. */
export const verdictBadge = (verdict: Verdict): VNode =>
  html`<span class=${`verdict ${verdict}`}><span class="symbol" aria-hidden="true">${VERDICTS[verdict].symbol}</span> ${verdict}</span>`;
