import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function recorded(options: { live: boolean; verbose?: boolean }) {
  let clock = 0;
  const writes: string[] = [];
  const progress = new Progress({
    live: options.live,
    verbose: options.verbose ?? false,
    color: false,
    width: 60,
    stream: { write: (text) => writes.push(text) },
    now: () => clock,
  });
  return { progress, writes, text: () => writes.join(''), tick: (ms: number) => (clock += ms) };
}

const supported = { verdict: 'supported', rule: 7, reason: 'as expected' } as const;
const ignored = { verdict: 'ignored', rule: 11, reason: 'accepted, without effect' } as const;

/** What a terminal shows after these writes: lines, with "cursor up" and "clear below" done. */
function screen(text: string): string[] {
  const lines = [''];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const part of text.split(/(\u001b\[\d*[AJ]|\n)/)) {
    if (part === '\n') lines.push('');
    else if (part.endsWith('A') && part.startsWith('\u001b')) lines.length -= Number.parseInt(part.slice(2), 10);
    else if (part === '\u001b[J') lines[lines.length - 1] = '';
    else lines[lines.length - 1] += part;
  }
  return lines;
}

test('plain lines: what ended, each probe, no escape sequences', () => {
  const { progress, text, tick } = recorded({ live: false });
  progress.step({ phase: 'programs', title: 'etcd 3.6: go build', index: 1, total: 2, state: 'start' });
  tick(1_500);
  progress.step({
    phase: 'programs',
    title: 'etcd 3.6: go build',
    index: 1,
    total: 2,
    state: 'done',
    elapsedMs: 1_500,
  });
  progress.listener({ event: 'phase', title: 'ask probes', state: 'start' });
  progress.listener({ event: 'probe', id: 'a/b', state: 'start', look: 1, done: 0, total: 2 });
  progress.listener({
    event: 'probe',
    id: 'a/b',
    state: 'done',
    look: 1,
    done: 1,
    total: 2,
    decision: ignored,
    elapsedMs: 900,
  });
  progress.close();
  expect(text()).toBe('[1/2] etcd 3.6: go build (1.5 s)\n[1/2] a/b ignored: accepted, without effect (900 ms)\n');
});

test('a long step says now and then that it goes on, not at every event', () => {
  const { progress, writes, tick } = recorded({ live: false });
  progress.note('begin');
  for (let second = 0; second < 25; second += 1) {
    tick(1_000);
    progress.step({
      phase: 'programs',
      title: 'build',
      state: 'progress',
      detail: `file ${second}`,
      elapsedMs: second * 1_000,
    });
  }
  expect(writes).toHaveLength(3);
});

test('live: the block is redrawn in place, lines that stay are above it, and close leaves only those', () => {
  const { progress, text, tick } = recorded({ live: true });
  progress.listener({ event: 'phase', title: 'ask probes', state: 'start' });
  progress.listener({ event: 'plan', probes: 2, arms: 4, gateways: 1 });
  progress.listener({ event: 'probe', id: 'a/b', state: 'start', look: 1, done: 0, total: 2 });
  progress.note('hello');
  tick(2_000);
  progress.listener({ event: 'probe', id: 'a/b', state: 'done', look: 1, done: 1, total: 2, decision: supported });
  progress.note('again');
  expect(screen(text())).toEqual(['hello', 'again', '  2.0 s  ask probes', '    1/2  ✔ 1 supported', '']);
  progress.close();
  expect(screen(text())).toEqual(['hello', 'again', '']);
});

test('live: many running probes are counted, and no line is wider than the terminal', () => {
  const { progress, text } = recorded({ live: true });
  for (let index = 0; index < 9; index += 1)
    progress.listener({
      event: 'probe',
      id: `suite/${'long'.repeat(20)}${index}`,
      state: 'start',
      look: 1,
      done: 0,
      total: 9,
    });
  progress.note('x');
  expect(text()).toContain('and 5 more');
  expect(Math.max(...screen(text()).map((line) => line.length))).toBeLessThan(60);
  progress.close();
});

test('verbose says more', () => {
  const { progress, text } = recorded({ live: false, verbose: true });
  progress.listener({ event: 'probe', id: 'a/b', state: 'start', look: 2, done: 0, total: 2 });
  expect(text()).toBe('a/b …, look 2\n');
});
