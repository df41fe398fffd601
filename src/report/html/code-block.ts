import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { printableLines } from './safe-text.ts';

/** Text to paste; the script gives it its button. */
export const codeBlock = (text: string, label: string): VNode =>
  html`<div class="code">
    <button type="button" class="copy needs-script" aria-label=${`Copy ${label}`}>Copy</button>
    <pre tabindex="0" role="group" aria-label=${label}><code>${printableLines(text)}</code></pre>
  </div>`;
