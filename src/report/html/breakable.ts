import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { printable } from '../model/printable.ts';

/** A long name that may be broken between its words: HTTPRoute·Method·Matching. */
export const breakable = (name: string): VNode => {
  const words = printable(name).split(/(?<=[a-z])(?=[A-Z])|(?<=[./])/);
  return html`${words.map((word, index) => (index === 0 ? word : html`<wbr />${word}`))}`;
};
