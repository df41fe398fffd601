import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** A table that may be wider than the screen: it scrolls by itself, also by keyboard. */
export const scroller = (label: string, table: VNode): VNode =>
  html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>${table}</div>`;
