import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ArmRecord } from '../../results/schema.ts';
import { capped, printable } from '../model/printable.ts';
import type { Arms } from './exchanges-table.ts';
import { scroller } from './scroller.ts';

const MESSAGE_LIMIT = 300;

/** The status that this controller wrote, by arm, object and part. */
export function statusTables({ treatment, control }: Arms): VNode | false {
  const rows = [...statusRows('treatment', treatment), ...statusRows('control', control)];
  if (rows.length === 0) return false;
  return html`<section>
    <h3>Status, as the controller wrote it</h3>
    ${scroller(
      'Status',
      html`<table class="conditions">
        <thead>
          <tr><th scope="col">Arm</th><th scope="col">Object</th><th scope="col">Part</th><th scope="col">Condition</th><th scope="col">Status</th><th scope="col">Reason</th><th scope="col">Generation</th><th scope="col">Message</th></tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>`,
    )}
  </section>`;
}

function statusRows(name: string, arm: ArmRecord | undefined): VNode[] {
  return (arm?.status ?? []).flatMap(({ object, generation, parts }) =>
    parts.flatMap(({ part, conditions, stable }) =>
      conditions.map(
        ({ type, status, reason, observedGeneration, message }) => html`<tr>
          <td>${name}</td>
          <td>${printable(object)}</td>
          <td>${printable(part)}${!stable && html` <span class="mark">not stable</span>`}</td>
          <td>${printable(type)}</td>
          <td class=${`status-${status}`}>${status}</td>
          <td>${printable(reason)}</td>
          <td class="figures">${observedGeneration === undefined ? 'none' : `${observedGeneration} of ${generation}`}</td>
          <td>${printable(capped(message ?? '', MESSAGE_LIMIT))}</td>
        </tr>`,
      ),
    ),
  );
}
