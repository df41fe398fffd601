import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ArmRecord } from '../../results/schema.ts';
import { capped, printable } from '../model/printable.ts';
import type { Arms } from './exchanges-table.ts';
import { scroller } from './scroller.ts';

const MESSAGE_LIMIT = 300;

/** The status that this controller wrote, by arm, object and part. */
export function statusTables(arms: Arms): VNode | false {
  const rows = conditionRows(arms);
  if (rows.length === 0) return false;
  return html`<section>
    <h3>Status, as the controller wrote it</h3>
    ${scroller(
      'Status',
      html`<table class="conditions">
        <thead>
          <tr><th scope="col">Arm</th><th scope="col">Object</th><th scope="col">Part</th><th scope="col">Condition</th><th scope="col">Status</th><th scope="col">Reason</th><th scope="col">Generation</th><th scope="col">Message</th></tr>
        </thead>
        <tbody>${rows.map(({ names, cells }) => html`<tr><td>${names.length > 1 ? 'both' : names[0]}</td>${cells}</tr>`)}</tbody>
      </table>`,
    )}
  </section>`;
}

interface ConditionRow {
  names: string[];
  cells: VNode;
}

/** One row per condition; what is the same in both arms stands once. */
function conditionRows(arms: Arms): ConditionRow[] {
  const rows = new Map<string, ConditionRow>();
  for (const [name, arm] of Object.entries(arms) as [string, ArmRecord | undefined][])
    for (const { object, generation, parts } of arm?.status ?? [])
      for (const { part, conditions, stable } of parts)
        for (const condition of conditions) {
          const { type, status, reason, message = '', observedGeneration } = condition;
          const seen = observedGeneration === undefined ? 'none' : `${observedGeneration} of ${generation}`;
          const key = JSON.stringify([object, part, stable, type, status, reason, seen, message]);
          const cells = html`<td>${printable(object)}</td>
            <td>${printable(part)}${!stable && html` <span class="mark">not stable</span>`}</td>
            <td>${printable(type)}</td>
            <td class=${`status-${status}`}>${status}</td>
            <td>${printable(reason)}</td>
            <td class="figures">${seen}</td>
            <td>${printable(capped(message, MESSAGE_LIMIT))}</td>`;
          rows.set(key, { names: [...(rows.get(key)?.names ?? []), name], cells });
        }
  return [...rows.values()];
}
