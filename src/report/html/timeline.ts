import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { ArmExchange, ArmRecord, PhaseRecord } from '../../results/schema.ts';
import { formatMs } from '../model/format-time.ts';

const WIDTH = 640;
const LABEL = 72;
const LANE = 34;

interface Lane {
  name: 'treatment' | 'control';
  applied: number[];
  accepted?: number;
  fences: { from: number; to?: number }[];
  firstGood: number[];
  lastWrong: number[];
  settled: number[];
}

/** Applied, fence, first good, last wrong and settled of both arms on one axis; the same as a table below it. */
export function timeline(
  phase: PhaseRecord,
  first: boolean,
  arms: { treatment?: ArmRecord; control?: ArmRecord },
): VNode | false {
  const lanes = (['treatment', 'control'] as const)
    .map((name) => lane(phase, name, first ? arms[name] : undefined))
    .filter((each) => moments(each).length > 0);
  const all = lanes.flatMap(moments);
  if (all.length < 2) return false;
  const start = Math.min(...all);
  const end = Math.max(...all, start + 1);
  const x = (at: number) => Math.round(LABEL + ((at - start) / (end - start)) * (WIDTH - LABEL - 14));
  const height = lanes.length * LANE + 20;
  return html`<figure class="timeline">
    <svg viewBox=${`0 0 ${WIDTH} ${height}`} role="img" aria-label="Timeline of both arms; the table below has its figures">
      ${ticks(end - start).map(
        (tick) => html`<g class="tick">
          <line x1=${x(start + tick)} x2=${x(start + tick)} y1="0" y2=${height - 16} />
          <text x=${x(start + tick)} y=${height - 4} text-anchor="middle">${formatMs(tick)}</text>
        </g>`,
      )}
      ${lanes.map((each, index) => drawLane(each, index * LANE + LANE / 2, x, end))}
    </svg>
    <figcaption>
      <span>┃ applied</span> <span>▬ fence waited for</span> <span>◆ fence answered</span> <span>✕ last wrong</span> <span>● first good</span> <span>■ settled</span>
    </figcaption>
    ${figures(lanes, start)}
  </figure>`;
}

function lane({ steps, fences, exchanges }: PhaseRecord, name: Lane['name'], arm: ArmRecord | undefined): Lane {
  const asked = exchanges.map((each) => each[name]).filter((each): each is ArmExchange => each !== undefined);
  const defined = (times: (number | undefined)[]) => times.filter((time) => time !== undefined);
  return {
    name,
    applied: [
      ...defined([arm?.appliedMs]),
      ...steps.filter((step) => step.arm === 'both' || step.arm === name).map(({ atMs }) => atMs),
    ],
    ...(arm?.acceptedMs === undefined ? {} : { accepted: arm.acceptedMs }),
    fences: (fences[name] ?? []).map(({ appliedMs, answeredMs }) => ({
      from: appliedMs,
      ...(answeredMs === undefined ? {} : { to: answeredMs }),
    })),
    firstGood: defined(asked.map(({ firstGoodMs }) => firstGoodMs)),
    lastWrong: defined(asked.map(({ lastWrongMs }) => lastWrongMs)),
    settled: defined(asked.map(({ settled }) => settled[0]?.observation.atMs)),
  };
}

const moments = ({ applied, accepted, fences, firstGood, lastWrong, settled }: Lane): number[] => [
  ...applied,
  ...(accepted === undefined ? [] : [accepted]),
  ...fences.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])),
  ...firstGood,
  ...lastWrong,
  ...settled,
];

function drawLane(
  { name, applied, fences, firstGood, lastWrong, settled }: Lane,
  y: number,
  x: (at: number) => number,
  end: number,
): VNode {
  // Marks of several exchanges in one place are drawn once.
  const places = (times: number[]) => [...new Set(times.map(x))];
  return html`<g class="lane">
    <text class="name" x="0" y=${y + 4}>${name}</text>
    <line class="base" x1=${LABEL} x2=${WIDTH - 14} y1=${y} y2=${y} />
    ${fences.map(
      ({ from, to }) => html`<g class="fence">
        <line x1=${x(from)} x2=${x(to ?? end)} y1=${y} y2=${y} />
        ${to !== undefined && html`<path d=${`M${x(to)} ${y - 6}l5 6l-5 6l-5 -6z`} />`}
      </g>`,
    )}
    ${places(applied).map((at) => html`<line class="applied" x1=${at} x2=${at} y1=${y - 9} y2=${y + 9} />`)}
    ${places(lastWrong).map((at) => html`<path class="wrong" d=${`M${at - 4} ${y - 4}l8 8m0 -8l-8 8`} />`)}
    ${places(firstGood).map((at) => html`<circle class="good" cx=${at} cy=${y} r="4" />`)}
    ${places(settled).map((at) => html`<rect class="settled" x=${at - 3} y=${y + 6} width="6" height="6" />`)}
  </g>`;
}

/** Milliseconds after the first event of the phase. */
function figures(lanes: Lane[], start: number): VNode {
  const after = (times: number[]) => [...new Set(times.map((time) => formatMs(time - start)))].join(', ') || '–';
  return html`<table class="figures">
    <thead>
      <tr><th scope="col">arm</th><th scope="col">applied</th><th scope="col">accepted</th><th scope="col">fence answered</th><th scope="col">last wrong</th><th scope="col">first good</th><th scope="col">settled</th></tr>
    </thead>
    <tbody>
      ${lanes.map(
        ({ name, applied, accepted, fences, firstGood, lastWrong, settled }) => html`<tr>
          <th scope="row">${name}</th>
          <td>${after(applied)}</td>
          <td>${after(accepted === undefined ? [] : [accepted])}</td>
          <td>${fences.map(({ from, to }) => (to === undefined ? 'never' : `${formatMs(to - start)} (took ${formatMs(to - from)})`)).join(', ') || '–'}</td>
          <td>${after(lastWrong)}</td>
          <td>${after(firstGood)}</td>
          <td>${after(settled)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** About five round steps; the last may be left out, so that no label runs over the edge. */
function ticks(span: number): number[] {
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step).filter(
    (tick) => tick <= span * 0.96,
  );
}
