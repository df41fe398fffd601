import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Exchange } from '../../results/exchange.ts';
import type { ArmExchange, ArmRecord, PhaseRecord } from '../../results/schema.ts';
import { armMet } from '../model/arm-met.ts';
import { expectationWords } from '../model/expectation-words.ts';
import { observationWords } from '../model/observation-words.ts';
import { printable } from '../model/printable.ts';
import { sendWords } from '../model/send-words.ts';
import { settledAnswers } from '../model/settled-answers.ts';
import { sharesOf } from '../model/split-shares.ts';
import { scroller } from './scroller.ts';
import { splitBar } from './split-bar.ts';

export interface Arms {
  treatment?: ArmRecord;
  control?: ArmRecord;
}

const ANSWER_LIMIT = 6;

/** What was sent, what each arm must show, and what it showed in its settled window; the statements only where `whole`. */
export function exchangesTable({ exchanges, background }: PhaseRecord, arms: Arms, whole: boolean): VNode | false {
  if (exchanges.length === 0) return false;
  return scroller(
    'Exchanges',
    html`<table class="exchanges">
      <thead>
        <tr><th scope="col">Sent</th><th scope="col">Treatment</th><th scope="col">Control</th></tr>
      </thead>
      <tbody>
        ${exchanges.map(
          ({ exchange, treatment, control }) => html`<tr>
            <th scope="row">
              <span class="exchange-name">${printable(exchange.name)}</span>
              <span class="marks"><span class="mark">${exchange.control === undefined ? 'guard' : 'deciding'}</span>${exchange.safety && html`<span class="mark">safety</span>`}</span>
              ${lines(sendWords(exchange.send), 'sent')}
            </th>
            <td>${armCell(exchange, treatment, 'treatment', arms, whole)}</td>
            <td>${control === undefined ? html`<p class="quiet">no control arm</p>` : armCell(exchange, control, 'control', arms, whole)}</td>
          </tr>`,
        )}
        ${(background ?? []).map(
          ({ exchange, arm, observation }) => html`<tr>
            <th scope="row">
              <span class="exchange-name">${printable(exchange.name)}</span>
              <span class="marks"><span class="mark">background</span></span>
              ${lines(sendWords(exchange.send), 'sent')}
            </th>
            <td>${arm === 'treatment' && lines(observationWords(observation, [exchange.expect], arms.treatment?.label))}</td>
            <td>${arm === 'control' && lines(observationWords(observation, [exchange.expect], arms.control?.label))}</td>
          </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

function armCell(
  exchange: Exchange,
  asked: ArmExchange,
  name: 'treatment' | 'control',
  arms: Arms,
  whole: boolean,
): VNode {
  const must = name === 'treatment' ? exchange.expect : (exchange.control ?? exchange.expect);
  const about = [exchange.expect, ...(exchange.control === undefined ? [] : [exchange.control])];
  const shares = sharesOf(asked, must);
  const { alive, lastWrong } = asked;
  const label = arms[name]?.label;
  const answers = settledAnswers(asked, about, label);
  return html`
    ${whole && html`<p class="heading">must show</p>${lines(expectationWords(must))}`}
    <p class="heading">showed ${metMark(asked)}</p>
    ${answers.length === 0 && html`<p class="quiet">nothing that decides</p>`}
    ${shares.length > 0 ? splitBar(shares) : answers.slice(0, ANSWER_LIMIT).map((words) => lines(words))}
    ${answers.length > ANSWER_LIMIT && html`<p class="quiet">and ${answers.length - ANSWER_LIMIT} other answers</p>`}
    ${failingSamples(asked)}
    ${alive !== undefined && html`<p class="quiet">${printable(alive.what)} answered before: ${yes(alive.before)}, after: ${yes(alive.after)}</p>`}
    ${
      lastWrong !== undefined &&
      armMet(asked) !== false &&
      shares.length === 0 &&
      html`<details><summary>before that</summary>${lines(observationWords(lastWrong, about, label))}</details>`
    }
  `;
}

function metMark(asked: ArmExchange): VNode | false {
  const met = armMet(asked);
  if (met === undefined) return false;
  return met ? html`<span class="met">✔ as it must</span>` : html`<span class="not-met">✖ not as it must</span>`;
}

function failingSamples({ settled }: ArmExchange): VNode | false {
  const failing = settled.flatMap(({ observation }) => observation.sampled?.failing ?? []);
  if (failing.length === 0) return false;
  return html`<details>
    <summary>${failing.length} failing samples</summary>
    ${lines(failing.slice(0, 5).map((sample) => JSON.stringify(sample).slice(0, 500)))}
  </details>`;
}

const lines = (words: string[], kind?: string): VNode =>
  html`<ul class=${kind === undefined ? 'lines' : `lines ${kind}`}>${words.map((word) => html`<li>${printable(word)}</li>`)}</ul>`;

const yes = (is: boolean): string => (is ? 'yes' : 'no');
