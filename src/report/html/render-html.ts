import { createHash } from 'node:crypto';
import { html } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import type { Results } from '../../results/schema.ts';
import { matrixSuites } from '../model/matrix.ts';
import { printable } from '../model/printable.ts';
import { evidence } from './evidence.ts';
import { featureTable } from './feature-table.ts';
import { masthead } from './masthead.ts';
import { matrixTable } from './matrix-table.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { scriptJson } from './safe-text.ts';
import { toolbar } from './toolbar.ts';

/** `matrix.html`: one file that opens from disk, loads nothing, and can be read without scripts. */
export function renderHtml(results: Results): string {
  const { identity } = results;
  const script = `(${pageScript.toString()})()`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content=${policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="generator" content=${`gateproof ${printable(identity.gateproof)}`} />
      <title>${printable(`${identity.title} ${identity.version}`)}: capability matrix</title>
      <style dangerouslySetInnerHTML=${{ __html: pageStyle }} />
    </head>
    <body>
      <main>
        ${masthead(results)} ${toolbar(results)} ${matrixTable(results)} ${featureTable(results)} ${evidence(results)}
      </main>
      <dialog id="panel" aria-labelledby="panel-title">
        <div class="panel-head">
          <h2 id="panel-title"></h2>
          <button type="button" id="previous" aria-label="Previous probe">↑</button>
          <button type="button" id="next" aria-label="Next probe">↓</button>
          <button type="button" id="close" aria-label="Close">✕</button>
        </div>
        <div id="panel-body"></div>
      </dialog>
      <script type="application/json" id="results" dangerouslySetInnerHTML=${{ __html: scriptJson(pageData(results)) }} />
      <script dangerouslySetInnerHTML=${{ __html: script }} />
    </body>
  </html>`;
  return `<!doctype html>\n${renderToString(document)}\n`;
}

/** The matrix as data, for the page's own filter and for whoever reads the page with a program. */
function pageData(results: Results) {
  const rows = matrixSuites(results).flatMap((suite) => suite.rows);
  return {
    run: results.run,
    identity: results.identity,
    ...(results.partial === undefined ? {} : { partial: results.partial }),
    probes: rows.map(({ probe, verdict, why, claims, marks }) => ({
      id: probe.id,
      revision: probe.revision,
      title: probe.title,
      features: probe.features,
      verdict,
      rule: probe.decision.rule,
      why,
      claims,
      marks,
      ...(probe.convergenceMs === undefined ? {} : { convergenceMs: probe.convergenceMs }),
    })),
    features: results.features,
  };
}
