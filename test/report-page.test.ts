import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureResults } from '../src/report/fixture/results.ts';
import { renderHtml } from '../src/report/html/render-html.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PROBES = fixtureResults().probes.length;

interface Opened {
  page: Page;
  context: BrowserContext;
  requests: string[];
  complaints: string[];
}
interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }>;
}

let browser: Browser;
let folder: string;
let url: string;
let axe: string;

beforeAll(async () => {
  if (!existsSync(CHROMIUM))
    throw new Error(`no browser at ${CHROMIUM}: install Debian's chromium, or name another in CHROMIUM`);
  folder = await mkdtemp(join(tmpdir(), 'gateproof-page-'));
  await writeFile(join(folder, 'matrix.html'), renderHtml(fixtureResults()));
  url = pathToFileURL(join(folder, 'matrix.html')).href;
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(options: Parameters<Browser['newContext']>[0] = {}, hash = ''): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url + hash);
  return { page, context, requests, complaints };
}

const rows = (page: Page) => page.locator('#matrix tr[data-probe]:visible');
const shownProbes = (page: Page) => rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-probe')));
const focusedText = (page: Page) => page.evaluate('document.activeElement.textContent.trim().replace(/\\s+/g, " ")');
const focusedColumn = (page: Page) => page.evaluate('document.activeElement.cellIndex');

/** What axe finds, in short. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

describe('matrix.html in Chromium, from disk', () => {
  test('loads nothing but itself and says nothing on the console, with all its evidence opened', async () => {
    const { page, context, requests, complaints } = await open();
    for (const row of await rows(page).all()) {
      await row.locator('td').first().click();
      await page.keyboard.press('Escape');
    }
    expect(requests).toEqual([url]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('chips filter by verdict, text filters by words, and both say how many are shown', async () => {
    const { page, context } = await open();
    expect(await rows(page).count()).toBe(PROBES);
    await page.getByRole('button', { name: /^ignored/ }).click();
    expect(await shownProbes(page)).toEqual(['http-route/method-match']);
    await page.getByRole('button', { name: /^absent/ }).click();
    expect(await shownProbes(page)).toEqual(['http-route/method-match', 'http-route/session-persistence']);
    await page.locator('#filter').fill('SESSION httproute');
    expect(await shownProbes(page)).toEqual(['http-route/session-persistence']);
    expect(await page.locator('#shown').textContent()).toBe(`1 of ${PROBES} probes`);
    expect(await page.locator('#matrix .suite:visible').allTextContents()).toEqual(['http-route']);
    await page.locator('#filter').press('Escape');
    await page.getByRole('button', { name: /^ignored/ }).click();
    await page.getByRole('button', { name: /^absent/ }).click();
    expect(await rows(page).count()).toBe(PROBES);
    await context.close();
  });

  test('the keyboard does everything: filter, move, open, step, close, and back to the same cell', async () => {
    const { page, context } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('split');
    expect(await shownProbes(page)).toEqual(['traffic-split/http-90-10', 'traffic-split/zero-weight']);
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toMatch(/^http-90-10/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await focusedText(page)).toBe('✖ incorrect');
    await page.keyboard.press('End');
    expect(await focusedColumn(page)).toBe(4);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'traffic-split/zero-weight' });
    await panel.waitFor();
    await page.getByRole('button', { name: 'Previous probe' }).press('Enter');
    await page.getByRole('dialog', { name: 'traffic-split/http-90-10' }).waitFor();
    await page.getByRole('button', { name: 'Next probe' }).press('Enter');
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await focusedText(page)).toBe('✖ incorrect');
    await context.close();
  });

  test('the evidence has question, rule, both manifests, exchanges of both arms, status and commands to paste', async () => {
    const { page, context } = await open({}, '#http-route%2Fmethod-match');
    const panel = page.getByRole('dialog', { name: 'http-route/method-match' });
    await panel.waitFor();
    const text = await panel.textContent();
    for (const words of [
      'a method match selects the rule',
      'Rule 11',
      'not as it must',
      'as it must',
      'Look 2',
      'overclaim',
    ])
      expect(text).toContain(words);
    expect(await panel.locator('mark').allTextContents()).toEqual(['        - method: POST\n', '        - {}\n']);
    await panel.getByText('Apply the treatment').click();
    await panel.getByText('Ask the control').click();
    expect(await panel.getByRole('group', { name: 'commands that apply the treatment' }).textContent()).toContain(
      "kubectl apply -f - <<'EOF'",
    );
    const ask = await panel.getByRole('group', { name: 'commands that ask the control' }).textContent();
    expect(ask).toContain('--connect-to ::10.96.0.10:80');
    expect(ask).toContain('http://www.a1c.example.com/old');
    expect(page.url()).toContain('#http-route%2Fmethod-match');
    await context.close();
  });

  test('headings and first column stay in sight', async () => {
    const { page, context } = await open({ viewport: { width: 390, height: 700 } });
    const scroller = page.locator('#matrix-scroll');
    await scroller.evaluate((element) => element.scrollTo(300, 300));
    const frame = (await scroller.boundingBox())!;
    const head = (await page.locator('#matrix thead th').nth(1).boundingBox())!;
    const first = (await page.locator('#matrix tbody th[scope=row]').nth(4).boundingBox())!;
    expect(Math.abs(head.y - frame.y)).toBeLessThan(3);
    expect(Math.abs(first.x - frame.x)).toBeLessThan(3);
    await context.close();
  });

  test('the theme is that of the system until the reader chooses', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const light = await open({ colorScheme: 'light' });
    const dark = await open({ colorScheme: 'dark' });
    const [paper, night] = [await light.page.evaluate(background), await dark.page.evaluate(background)];
    expect(paper).not.toBe(night);
    await light.page.getByRole('button', { name: 'dark or light' }).click();
    expect(await light.page.evaluate(background)).toBe(night);
    await dark.page.getByRole('button', { name: 'dark or light' }).click();
    expect(await dark.page.evaluate(background)).toBe(paper);
    await light.context.close();
    await dark.context.close();
  });

  test('without scripts every piece of evidence can be unfolded', async () => {
    const { page, context } = await open({ javaScriptEnabled: false });
    expect(await page.locator('#toolbar').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'method-match' }).click();
    const evidence = page.locator('details[id="evidence:http-route/method-match"]');
    await evidence.locator('summary').first().click();
    expect(await evidence.textContent()).toContain('Rule 11');
    await context.close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, nor with evidence unfolded', async (colorScheme) => {
    const { page, context } = await open({ colorScheme });
    expect(await findings(page)).toEqual([]);
    for (const id of [
      'http-route/method-match',
      'traffic-split/zero-weight',
      'policy/grant-revoked',
      'http-route/session-persistence',
    ]) {
      await page.locator(`tr[data-probe="${id}"] td`).first().click();
      await page.locator('#panel-body details').evaluateAll((all) => {
        for (const each of all) each.setAttribute('open', '');
      });
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: /^supported/ }).click();
    expect(await findings(page)).toEqual([]);
    await context.close();
  });

  test('axe finds nothing on a narrow screen, nor in the page as it is without scripts', async () => {
    const { page, context } = await open({ viewport: { width: 390, height: 700 } });
    expect(await findings(page)).toEqual([]);
    await page.locator('tr[data-probe="http-route/method-match"] td').first().click();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.evaluate("document.documentElement.classList.remove('scripted')");
    await page.locator('details').evaluateAll((all) => {
      for (const each of all) each.setAttribute('open', '');
    });
    expect(await findings(page)).toEqual([]);
    await context.close();
  });
});
