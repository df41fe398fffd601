/** One sheet for both themes: `light-dark()` follows the system, or the reader's choice by `data-theme`. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fcfbf8, #15171a);
  --raised: light-dark(#ffffff, #1c1f23);
  --sunk: light-dark(#f4f2ec, #101214);
  --ink: light-dark(#1f1d1a, #e8e6e1);
  --quiet: light-dark(#5f5b53, #a5a29b);
  --rule: light-dark(#d9d5cb, #33363b);
  --strong-rule: light-dark(#1f1d1a, #8b8881);
  --link: light-dark(#154f7d, #8cc0ea);
  --focus: light-dark(#1565a8, #7db9ec);
  --differs: light-dark(#fdecc4, #4a3a10);
  --incorrect: light-dark(#a4161a, #ff8f87);
  --ignored: light-dark(#8b1a6b, #f19bd9);
  --rejected: light-dark(#93420a, #f2ac73);
  --partial: light-dark(#6d5a00, #dcc355);
  --supported: light-dark(#1d6b3b, #7fcf9a);
  --absent: light-dark(#5c5f66, #a7abb3);
  --inconclusive: light-dark(#1c5f86, #85c4e8);
  --error: light-dark(#a4161a, #ff8f87);
  --skipped: light-dark(#5c5f66, #a7abb3);
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', 'TeX Gyre Pagella', Charter, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace;
  --toolbar: 0px;
}
[data-theme='light'] { color-scheme: light; }
[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14.5px/1.45 var(--sans); font-variant-numeric: lining-nums; }
main { max-width: 78rem; margin: 0 auto; padding: 2.25rem 2rem 5rem; }
h1, h2, h3, p, ul, dl, dd, figure, blockquote { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
code, pre, kbd { font-family: var(--mono); font-size: 0.875em; }
button, input { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
:root:not(.scripted) .needs-script { display: none; }
.scripted #evidence { display: none; }
.quiet { color: var(--quiet); }
[hidden] { display: none !important; }

.title { display: flex; justify-content: space-between; align-items: center; }
.eyebrow { color: var(--quiet); letter-spacing: 0.02em; }
h1 { font: 400 2.6rem/1.15 var(--serif); letter-spacing: -0.01em; margin: 0.1rem 0 1rem; }
.version { font-variant-numeric: lining-nums; color: var(--quiet); }
#theme { border: 0; background: none; padding: 0.4rem; border-radius: 50%; cursor: pointer; display: flex; }
#theme:hover { background: var(--sunk); }
.facts { columns: 2; column-gap: 3rem; font-size: 0.92rem; }
.facts div { display: flex; gap: 1rem; break-inside: avoid; padding: 0.1rem 0; }
.facts dt { flex: 0 0 6.5rem; color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
.programs { margin-top: 0.6rem; font-size: 0.92rem; }
.programs .facts { columns: 1; margin: 0.4rem 0 0 1rem; }
.programs .facts dt { flex-basis: 17rem; }
.note { margin-top: 0.5rem; font-size: 0.92rem; }
.note::before { content: 'Note. '; font-family: var(--serif); font-style: italic; }
.partial-run { border: 1px solid var(--rejected); color: var(--rejected); padding: 0.5rem 0.8rem; margin-bottom: 1rem; }
summary { cursor: pointer; }
.tally { margin: 1.4rem 0 0; }
.tally svg { width: 100%; height: 10px; display: block; }
.tally rect { fill: var(--c); stroke: var(--paper); stroke-width: 2px; vector-effect: non-scaling-stroke; }

.incorrect { --c: var(--incorrect); } .ignored { --c: var(--ignored); } .rejected { --c: var(--rejected); }
.partial { --c: var(--partial); } .supported { --c: var(--supported); } .absent { --c: var(--absent); }
.inconclusive { --c: var(--inconclusive); } .error { --c: var(--error); } .skipped { --c: var(--skipped); }
.verdict { color: var(--c); white-space: nowrap; }
.verdict.incorrect, .verdict.ignored, .verdict.error { font-weight: 650; }
.symbol { display: inline-block; width: 1.15em; text-align: center; font-weight: 650; }

.toolbar { position: sticky; top: 0; z-index: 3; background: var(--paper); display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; padding: 0.8rem 0 0.6rem; }
.chips { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.chip { border: 1px solid var(--rule); background: none; border-radius: 2rem; padding: 0.12rem 0.7rem 0.12rem 0.45rem; font-size: 0.88rem; color: var(--c); cursor: pointer; }
.chip:hover { border-color: var(--c); }
.chip[aria-pressed='true'] { background: var(--c); border-color: var(--c); color: var(--paper); }
.chip .count { font-variant-numeric: tabular-nums; margin-left: 0.15rem; }
.filter { display: flex; align-items: center; gap: 0.5rem; font-size: 0.88rem; color: var(--quiet); }
#filter { width: 15rem; max-width: 60vw; padding: 0.2rem 0.55rem; border: 1px solid var(--quiet); border-radius: 3px; background: var(--raised); color: var(--ink); }
#filter::placeholder { color: var(--quiet); opacity: 1; }
kbd { border: 1px solid var(--rule); border-radius: 3px; padding: 0 0.35rem; color: var(--quiet); }
#shown { font-size: 0.88rem; color: var(--quiet); font-variant-numeric: tabular-nums lining-nums; }

table { border-collapse: collapse; width: 100%; text-align: left; }
th, td { vertical-align: baseline; padding: 0.42rem 1.1rem 0.42rem 0; font-weight: 400; }
thead th { font: italic 400 0.98rem/1.3 var(--serif); color: var(--quiet); border-bottom: 1px solid var(--strong-rule); white-space: nowrap; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
.number, .figures { font-variant-numeric: tabular-nums lining-nums; }
.number { text-align: right; padding-right: 0.2rem; white-space: nowrap; }
#matrix { border-collapse: separate; border-spacing: 0; border-bottom: 2px solid var(--strong-rule); }
#matrix thead th { position: sticky; top: var(--toolbar); z-index: 2; background: var(--paper); border-top: 2px solid var(--strong-rule); }
#matrix tbody th[scope='row'], #matrix thead th:first-child { position: sticky; left: 0; background: var(--paper); }
#matrix thead th:first-child { z-index: 3; }
#matrix tbody th[scope='row'] { z-index: 1; width: 28%; }
#matrix tbody .suite > th { font: 400 1.2rem/1.3 var(--serif); padding-top: 1rem; position: sticky; left: 0; }
#matrix tr[data-probe] { cursor: pointer; }
#matrix tr[data-probe] > * { border-top: 1px solid var(--rule); padding-left: 0.4rem; }
#matrix thead th, #matrix .suite > th { padding-left: 0.4rem; }
#matrix tr[data-probe]:hover > * { background: var(--sunk); }
#matrix tr[data-probe] > :focus { outline: 2px solid var(--focus); outline-offset: -2px; }
#matrix a { color: inherit; text-decoration: none; font-weight: 550; }
#matrix tr:hover a { text-decoration: underline; }
.question { display: block; color: var(--quiet); font-size: 0.88rem; }
.verdict-cell { width: 9.5rem; }
.feature { width: 18%; font-size: 0.88rem; overflow-wrap: anywhere; }
.feature span { display: block; }
.finding { font-size: 0.92rem; overflow-wrap: anywhere; }
.finding > span { display: block; }
.shares { color: var(--quiet); font-variant-numeric: tabular-nums lining-nums; }
.spark { margin-right: 0.4rem; }
.spark .share { fill: var(--quiet); } .spark .share-1 { fill: var(--ink); } .spark .share-2 { fill: var(--link); } .spark .share-3 { fill: var(--rejected); }
.mark { display: inline-block; border: 1px solid var(--rule); border-radius: 3px; padding: 0 0.35rem; font-size: 0.82rem; color: var(--quiet); white-space: nowrap; }
.marks { margin-top: 0.15rem; }
.marks .mark + .mark, .decision .mark + .mark { margin-left: 0.3rem; }
.mark.overclaim { color: var(--incorrect); border-color: currentColor; } .mark.underclaim { color: var(--link); border-color: currentColor; }

h2 { font: 400 1.65rem/1.2 var(--serif); }
.features { margin-top: 3.2rem; }
.features table { min-width: 40rem; margin-top: 0.6rem; border-bottom: 2px solid var(--strong-rule); }
.features thead th { border-top: 2px solid var(--strong-rule); }
#evidence { margin-top: 3.2rem; }
#evidence .probe { border-top: 1px solid var(--rule); padding: 0.4rem 0; }
#evidence .body { padding: 0.8rem 0 2rem 1.2rem; }

dialog { width: min(76rem, 100vw); max-width: none; height: 100dvh; max-height: none; margin: 0 0 0 auto; padding: 0 2rem 3rem; border: 0; border-left: 1px solid var(--rule); background: var(--raised); color: var(--ink); overscroll-behavior: contain; }
dialog::backdrop { background: rgb(10 12 15 / 45%); }
.panel-head { position: sticky; top: 0; z-index: 4; display: flex; align-items: baseline; gap: 0.3rem; padding: 1.2rem 0 0.7rem; background: var(--raised); border-bottom: 1px solid var(--rule); }
.panel-head h2 { flex: 1; overflow-wrap: anywhere; }
.panel-head button { border: 0; background: none; font-size: 1.1rem; width: 2.2rem; height: 2.2rem; border-radius: 50%; cursor: pointer; }
.panel-head button:hover:not(:disabled) { background: var(--sunk); }
.panel-head button:disabled { color: var(--quiet); opacity: 0.45; cursor: default; }
.lead { font: 400 1.25rem/1.35 var(--serif); margin: 1.1rem 0 0.6rem; }
blockquote { border-left: 2px solid var(--rule); padding-left: 1rem; max-width: 46rem; }
blockquote p { font: italic 400 1rem/1.5 var(--serif); }
blockquote footer { font-size: 0.88rem; }
.decision { margin: 1.1rem 0; }
.decision > :first-child { font-size: 1.1rem; }
h3 { font: 400 1.25rem/1.3 var(--serif); margin: 1.6rem 0 0.4rem; }
.looks, .conditions, .exchanges, .timeline table { font-size: 0.88rem; border-top: 2px solid var(--strong-rule); border-bottom: 2px solid var(--strong-rule); }
.looks { width: auto; min-width: 40rem; }
.looks thead th, .conditions thead th, .exchanges thead th, .timeline thead th { font-size: 0.92rem; }
.look { margin-top: 1.3rem; }
.look > summary { font: 400 1.25rem/1.3 var(--serif); }
.look .look, .look > *:not(summary) { margin-left: 0; }
.fact { font-size: 0.92rem; }
.exchanges { table-layout: fixed; min-width: 44rem; }
.exchanges th, .exchanges td { vertical-align: top; }
.exchanges thead th:first-child { width: 32%; }
.exchange-name { font-weight: 600; display: block; }
.heading { font: italic 400 0.95rem/1.4 var(--serif); color: var(--quiet); }
.heading:not(:first-child) { margin-top: 0.45rem; }
.lines li { overflow-wrap: anywhere; }
.lines + .lines { margin-top: 0.35rem; border-top: 1px dotted var(--rule); padding-top: 0.35rem; }
.sent { font-family: var(--mono); font-size: 0.9em; margin-top: 0.25rem; }
.met { color: var(--supported); font: 0.85rem var(--sans); } .not-met { color: var(--incorrect); font: 600 0.85rem var(--sans); }
.status-False { color: var(--incorrect); font-weight: 600; } .status-Unknown { color: var(--inconclusive); }
.scroll { overflow-x: auto; }
#matrix-scroll { overflow: visible; }
pre { margin: 0.3rem 0; padding: 0.7rem 0.9rem; background: var(--sunk); overflow-x: auto; line-height: 1.5; border-radius: 3px; font-size: 0.82rem; }
pre code { font-size: inherit; }
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0.8rem; }
.beside pre { min-width: 0; }
mark { background: var(--differs); color: inherit; display: inline-block; min-width: 100%; box-shadow: inset 3px 0 var(--rejected); padding-left: 0.5rem; margin-left: -0.5rem; }
.gap { opacity: 0.5; }
.api-answer { color: var(--rejected); font-size: 0.92rem; margin: 0.3rem 0; }
.manifests details, .reproduce details { margin: 0.35rem 0; }
.code { position: relative; }
.copy { position: absolute; top: 0.7rem; right: 0.6rem; border: 1px solid var(--rule); border-radius: 3px; background: var(--raised); font-size: 0.82rem; padding: 0.05rem 0.6rem; cursor: pointer; }

svg text { font: 10.5px var(--sans); fill: var(--quiet); }
.tick line { stroke: var(--rule); }
.timeline { margin-top: 0.9rem; }
.timeline svg { width: 100%; max-width: 52rem; display: block; }
.timeline figcaption { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; font-size: 0.82rem; color: var(--quiet); }
.timeline table { margin-top: 0.5rem; width: auto; }
svg .name { fill: var(--ink); font-size: 11.5px; }
.lane .base { stroke: var(--rule); }
.lane .applied { stroke: var(--ink); stroke-width: 2.5; }
.fence line { stroke: var(--partial); stroke-width: 5; stroke-opacity: 0.55; }
.fence path { fill: var(--partial); }
.lane .wrong { stroke: var(--incorrect); stroke-width: 2; fill: none; }
.lane .good { fill: var(--supported); }
.lane .settled { fill: var(--ink); }
.split { margin-top: 0.3rem; }
.split svg { max-width: 100%; height: auto; }
.split .asked { fill: none; stroke: var(--rejected); stroke-width: 1.5; }
.split .interval { stroke: var(--ink); stroke-width: 2; }
.split .observed { fill: var(--ink); }
.split figcaption { font-size: 0.85rem; font-variant-numeric: tabular-nums lining-nums; }
.split figcaption p { color: var(--quiet); }

@media screen and (max-width: 56rem) {
  main { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 2rem; }
  .facts { columns: 1; }
  .programs .facts div { display: block; }
  .toolbar { position: static; }
  #matrix-scroll { overflow: auto; max-height: 85dvh; }
  #matrix { min-width: 58rem; }
  #matrix thead th { top: 0; }
  #matrix tbody th[scope='row'] { width: 11rem; min-width: 11rem; }
  .beside { grid-template-columns: 1fr; }
  dialog { padding: 0 1rem 2rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --raised: #fff; }
  body { font-size: 10pt; background: none; }
  main { max-width: none; padding: 0; }
  .toolbar, #theme, .copy, .panel-head button, .programs:not([open]) { display: none !important; }
  #matrix thead th, #matrix th { position: static !important; }
  .scroll { overflow: visible; }
  .exchanges, .looks, .features table { min-width: 0; }
  tr, figure, .decision { break-inside: avoid; }
  body:has(dialog[open]) main { display: none; }
  dialog[open] { position: static; width: 100%; height: auto; border: 0; padding: 0; }
  pre { white-space: pre-wrap; }
}
`;
