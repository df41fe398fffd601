import type { Results } from '../results/schema.ts';
import { renderHtml } from './html/render-html.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';

/** A format: results in, text out. The terminal has its own function, since it depends on the terminal's width and colours. */
export interface Reporter {
  /** Name of its file in the output folder. */
  file: string;
  render(results: Results): string;
}

export const REPORTERS = {
  html: { file: 'matrix.html', render: renderHtml },
  markdown: { file: 'matrix.md', render: renderMarkdown },
  junit: { file: 'junit.xml', render: renderJunit },
} satisfies Record<string, Reporter>;
