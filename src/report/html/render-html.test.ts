import { describe, expect, test } from 'vitest';
import { fixtureResults } from '../fixture/results.ts';
import { renderHtml } from './render-html.ts';

/** Attributes and CSS that would make a browser load something. */
const LOADS =
  /\s(src|srcset|data|poster|background|action|formaction)=|<link|<iframe|<object|<embed|<img|@import|url\(/i;

const jsonOf = (page: string): string =>
  page.match(/<script type="application\/json" id="results">(.*?)<\/script>/s)![1]!;

describe('renderHtml', () => {
  const page = renderHtml(fixtureResults());

  test('names nothing that a browser would load', () => {
    const markup = page.replace(/<script\b[^>]*>.*?<\/script>/gs, '');
    expect(markup).not.toMatch(LOADS);
  });

  test('every probe has a row that links to its evidence', () => {
    for (const { id } of fixtureResults().probes) {
      expect(page).toContain(`data-probe="${id}"`);
      expect(page).toContain(`id="evidence:${id}"`);
    }
  });

  test('data is JSON that cannot leave its element', () => {
    const results = fixtureResults();
    results.probes[0]!.title = '</script><script>alert(1)</script><!--\u2028 & \u2029';
    const json = jsonOf(renderHtml(results));
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    const probes = (JSON.parse(json) as { probes: { title: string }[] }).probes;
    expect(probes.map(({ title }) => title)).toContain(results.probes[0]!.title);
  });

  test('only web addresses become links', () => {
    const results = fixtureResults();
    results.probes[0]!.spec.url = 'javascript:alert(1)';
    expect(renderHtml(results)).not.toContain('href="javascript:');
  });

  test('what others sent is text, wherever it stands', () => {
    const hostile = '"><img src=x onerror=alert(1)>\'</textarea></style>';
    const results = JSON.parse(
      JSON.stringify(fixtureResults(), (key, value) =>
        typeof value === 'string' && FREE_TEXT.has(key) ? hostile : value,
      ),
    ) as ReturnType<typeof fixtureResults>;
    const markup = renderHtml(results).replace(/<script\b[^>]*>.*?<\/script>/gs, '');
    expect(markup).toContain('onerror');
    expect(markup).not.toMatch(/<img|<\/textarea/);
  });

  test('a page of 60 probes stays below 2 MB', () => {
    const large = renderHtml(fixtureResults({ copies: 5 }));
    expect(large.match(/data-probe=/g)!.length).toBeGreaterThanOrEqual(60);
    expect(Buffer.byteLength(large)).toBeLessThan(2_000_000);
  });
});

const FREE_TEXT = new Set([
  'reason',
  'detail',
  'message',
  'title',
  'name',
  'quote',
  'section',
  'why',
  'body',
  'path',
  'host',
  'object',
  'part',
  'label',
]);
