import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ArmRecord, Look, PhaseRecord, Results } from '../../results/schema.ts';
import { formatMs } from '../model/format-time.ts';
import { type MatrixRow, matrixSuites } from '../model/matrix.ts';
import { printable } from '../model/printable.ts';
import { ruleWords } from '../model/verdict-words.ts';
import { type Arms, exchangesTable } from './exchanges-table.ts';
import { manifests } from './manifests.ts';
import { claimMark, evidenceId } from './matrix-table.ts';
import { reproduce } from './reproduce.ts';
import { webAddress } from './safe-text.ts';
import { scroller } from './scroller.ts';
import { statusTables } from './status-tables.ts';
import { timeline } from './timeline.ts';
import { verdictBadge } from './verdict-badge.ts';

/** The evidence of every cell, folded; the script shows one at a time in a dialog. */
export function evidence(results: Results): VNode {
  const rows = matrixSuites(results).flatMap((suite) => suite.rows);
  return html`<section id="evidence" aria-labelledby="evidence-heading">
    <h2 id="evidence-heading">Evidence</h2>
    ${rows.map(
      (row) => html`<details class="probe" id=${evidenceId(row.probe.id)}>
        <summary>${verdictBadge(row.verdict)} ${printable(row.probe.id)}</summary>
        <div class="body">${probeEvidence(row)}</div>
      </details>`,
    )}
  </section>`;
}

function probeEvidence({ probe, verdict, claims, marks }: MatrixRow): VNode {
  const { spec, decision, looks } = probe;
  const address = webAddress(spec.url);
  const shown = looks.find((look) => look.decision.verdict === verdict) ?? looks.at(-1);
  return html`
    <p class="lead">${printable(probe.title)}</p>
    <blockquote>
      <p>${printable(spec.quote)}</p>
      <footer>${address === undefined ? printable(spec.section) : html`<a href=${address} rel="noreferrer">${printable(spec.section)}</a>`}</footer>
    </blockquote>
    <div class="decision">
      <p>${verdictBadge(verdict)} ${claims.map(claimMark)} ${marks.map((mark) => html`<span class="mark">${mark}</span>`)}</p>
      <p>${reasonWords(decision)}</p>
      <p class="quiet">Rule ${decision.rule}: ${ruleWords(decision.rule)}.</p>
      ${probe.uncontrolled !== undefined && html`<p>No control arm: ${printable(probe.uncontrolled)}</p>`}
    </div>
    ${
      looks.length === 1
        ? looks.map((look) => lookEvidence(look, probe.id, true))
        : [looksTable(looks), ...looks.map((look) => foldedLook(look, probe.id, look === shown))]
    }
    <p class="quiet">Features ${probe.features.map(printable).join(', ')}; ${probe.level}; revision ${probe.revision}; definition ${probe.checksum.slice(0, 12)}</p>
  `;
}

const reasonWords = ({ reason, detail }: Look['decision']): string =>
  printable([reason, detail].filter((part) => part !== undefined).join(': '));

/** Manifests are the same in every look but for names: they are shown once, with the look that the verdict is of. */
const foldedLook = (look: Look, probeId: string, shown: boolean): VNode =>
  html`<details class="look" open=${shown}>
    <summary>Look ${look.number} <span class="quiet">${printable(look.why)}</span></summary>
    ${lookEvidence(look, probeId, shown)}
  </details>`;

function looksTable(looks: Look[]): VNode {
  return scroller(
    'Looks',
    html`<table class="looks">
    <thead>
      <tr><th scope="col">Look</th><th scope="col">Why</th><th scope="col">Verdict</th><th scope="col">Rule</th><th scope="col">Reason</th><th scope="col" class="number">Took</th></tr>
    </thead>
    <tbody>
      ${looks.map(
        ({ number, why, decision, startedMs, endedMs }) => html`<tr>
          <td class="figures">${number}</td>
          <td>${printable(why)}</td>
          <td>${verdictBadge(decision.verdict)}</td>
          <td class="figures">${decision.rule}</td>
          <td>${reasonWords(decision)}</td>
          <td class="number">${formatMs(endedMs - startedMs)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`,
  );
}

function lookEvidence(look: Look, probeId: string, whole: boolean): VNode {
  const arms: Arms = {
    ...(look.treatment && { treatment: look.treatment }),
    ...(look.control && { control: look.control }),
  };
  const facts = [
    ...(look.fault === undefined ? [] : [`Fault: ${look.fault}`]),
    ...(look.skipped === undefined ? [] : [`Skipped: ${look.skipped}`]),
    ...(look.starved === undefined ? [] : [`Starved: ${look.starved.reasons.join(', ')}`]),
    ...(look.baseline ? [] : ["The run's plain HTTPRoute did not answer"]),
    ...look.requires.map(({ feature, verdict }) => `Needs ${feature}: ${verdict}`),
    ...(look.proofOfLife === undefined ? [] : [`Proof of life: ${look.proofOfLife}`]),
  ];
  return html`
    ${facts.map((fact) => html`<p class="fact">${printable(fact)}</p>`)}
    ${look.phases.map((phase, index) => phaseEvidence(phase, { first: index === 0, several: look.phases.length > 1, whole }, arms))}
    ${statusTables(arms)}
    ${whole && manifests(arms)}
    ${whole && armNames(arms)}
    ${whole && reproduce(look, probeId)}
  `;
}

function phaseEvidence(
  phase: PhaseRecord,
  { first, several, whole }: { first: boolean; several: boolean; whole: boolean },
  arms: Arms,
): VNode {
  return html`<section class="phase">
    <h3>Exchanges${several && `: ${printable(phase.name)}`}</h3>
    ${phase.steps.map(({ what, arm, detail }) => html`<p class="fact">${printable(what)} <span class="quiet">${arm === 'both' ? 'both arms' : arm}${detail === undefined ? '' : `; ${printable(detail)}`}</span></p>`)}
    ${exchangesTable(phase, arms, whole)}
    ${timeline(phase, first, arms)}
    <p class="quiet">Grace after the fence: ${formatMs(phase.graceMs)}</p>
  </section>`;
}

function armNames(arms: Arms): VNode | false {
  const entries = Object.entries(arms) as [string, ArmRecord][];
  if (entries.length === 0) return false;
  return html`<details>
    <summary>Names in the run</summary>
    <dl class="facts">
      ${entries.map(
        ([name, { label, namespaces, gateways }]) => html`<div>
          <dt>${name}</dt>
          <dd>
            host label <code>${printable(label)}</code>; namespaces ${Object.entries(namespaces).map(([from, real]) => html`<code>${printable(from || 'default')} → ${printable(real)}</code> `)}
            ${Object.entries(gateways).map(([from, { real, address, shared }]) => html`; Gateway <code>${printable(from)} → ${printable(real)}</code>${shared && ' (shared)'}${address !== undefined && ` at ${printable(address)}`}`)}
          </dd>
        </div>`,
      )}
    </dl>
  </details>`;
}
