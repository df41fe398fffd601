import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { StoredObject } from '../../results/schema.ts';
import type { AlignedLine } from '../model/align-lines.ts';
import { printable } from '../model/printable.ts';
import { type ShownObject, shownObjects } from '../model/shown-manifest.ts';
import type { Arms } from './exchanges-table.ts';

/** The stored objects of both arms: beside each other with the differing lines marked, or once where they are the same. */
export function manifests({ treatment, control }: Arms): VNode | false {
  const objects = shownObjects(treatment, control);
  if (objects.length === 0) return false;
  return html`<section class="manifests">
    <h3>Manifests, as the API server stored them</h3>
    ${objects.map(shown)}
  </section>`;
}

function shown({ object, treatment, control, lines, same }: ShownObject): VNode {
  const both = treatment !== undefined && control !== undefined;
  const where = both
    ? same
      ? 'the same in both arms, but for its names'
      : 'differing lines are marked'
    : `only in the ${treatment ? 'treatment' : 'control'}`;
  return html`<details open=${!same}>
    <summary>${printable(object)} <span class="quiet">${where}</span></summary>
    ${apiAnswer(treatment ?? control)}
    <div class=${both && !same ? 'beside' : ''}>
      ${treatment && side(lines, 'left', both && !same ? `Treatment: ${object}` : object)}
      ${control && (!both || !same) && side(lines, 'right', `Control: ${object}`)}
    </div>
  </details>`;
}

function side(lines: AlignedLine[], which: 'left' | 'right', label: string): VNode {
  return html`<pre tabindex="0" role="group" aria-label=${printable(label)}><code>${lines.map((line) => {
    const text = printable(line[which] ?? '');
    if (line.same) return `${text}\n`;
    return line[which] === undefined ? html`<span class="gap">${'\n'}</span>` : html`<mark>${`${text}\n`}</mark>`;
  })}</code></pre>`;
}

function apiAnswer(object: StoredObject | undefined): (VNode | false)[] {
  const { pruned, refusal } = object ?? {};
  return [
    pruned !== undefined &&
      html`<p class="api-answer">The API did not store ${pruned.map((pointer) => html`<code>${printable(pointer)}</code> `)}</p>`,
    refusal !== undefined && html`<p class="api-answer">Refused (${refusal.by}): ${printable(refusal.message)}</p>`,
  ];
}
