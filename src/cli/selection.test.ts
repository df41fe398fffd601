import { expect, test } from 'vitest';
import { loadProbes } from '../probe/load-probe.ts';
import { findProbe, selectProbes } from './selection.ts';

const probes = await loadProbes();
const select = (...patterns: string[]) => selectProbes(probes, patterns).map(({ id }) => id);

test('no pattern, * and ** mean all', () => {
  expect(select()).toHaveLength(probes.length);
  expect(select('*')).toHaveLength(probes.length);
  expect(select('**/**')).toHaveLength(probes.length);
});

test('a pattern with a slash is compared with ids, one without with suites and features', () => {
  expect(select('udp-route')).toEqual(select('udp-route/*'));
  expect(select('udp-route/f*')).toEqual(['udp-route/forwards']);
  expect(select('HTTPRouteMethodMatching')).toContain('http-route/method');
  expect(select('httproutemethodmatching')).toEqual(select('HTTPRouteMethodMatching'));
  expect(new Set(select('HTTPRoute*'))).toContain('http-route/exact-path');
});

test('patterns add up, in the order of the probes', () => {
  expect(select('udp-route/forwards', 'http-route/method')).toEqual(['http-route/method', 'udp-route/forwards']);
});

test('characters of regular expressions are only characters', () => {
  expect(() => select('http-route/metho.')).toThrow('matches none');
  expect(() => select('http-route/(method)')).toThrow('matches none');
});

test('a pattern that matches nothing names the nearest', () => {
  expect(() => select('http-route/method', 'http-route/methd')).toThrowError(
    expect.objectContaining({
      message: `--probes http-route/methd matches none of the ${probes.length} probes`,
      hint: expect.stringContaining('Nearest: http-route/method,'),
    }),
  );
  expect(() => findProbe(probes, 'http-route/methd')).toThrow('there is no probe http-route/methd');
});
