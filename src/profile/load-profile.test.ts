import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profilesDir } from './list-profiles.ts';
import { loadProfile, parseProfile } from './load-profile.ts';

const text = await readFile(join(profilesDir(), 'envoy-gateway.yaml'), 'utf8');

/** The message for the shipped profile with one thing changed. */
function faultOf(from: string | RegExp, to: string): string {
  expect(text).toMatch(from);
  try {
    parseProfile(text.replace(from, to), 'p.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'PROFILE_INVALID', exitCode: 2 });
    return (error as Error).message;
  }
  return 'no fault';
}

const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('the shipped profile is valid and has both versions', async () => {
  const profile = await loadProfile(join(profilesDir(), 'envoy-gateway.yaml'));
  expect(profile.versions.map(({ version }) => version)).toEqual(['1.9.1', '1.8.0']);
  expect(profile.ports).toEqual({ http: 80, https: 443, pool: [9001, 9099] });
});

test('an unknown key names its place and what was probably meant', () => {
  expect(faultOf('  release: eg', '  relaese: eg')).toBe(
    [
      `p.yaml:${lineOf('install:') + 1}:3: install.release: got nothing, wanted string`,
      `p.yaml:${lineOf('release: eg')}:3: install.relaese: unknown key relaese; did you mean release?`,
    ].join('\n'),
  );
});

test('an unknown key like no other lists what is allowed', () => {
  expect(faultOf(/^defaultVersion/m, 'colour: red\ndefaultVersion')).toMatch(
    /^p\.yaml:\d+:1: colour: unknown key colour; allowed here: name, title, homepage, /,
  );
});

test('a wrong type shows what stands there', () => {
  expect(faultOf('namespace: envoy-gateway-system', 'namespace: [a, b]')).toBe(
    `p.yaml:${lineOf('namespace:')}:14: install.namespace: got ["a","b"], wanted string`,
  );
});

test('a version that is not exact', () => {
  expect(faultOf('- version: 1.8.0', '- version: v1.8')).toBe(
    `p.yaml:${lineOf('- version: 1.8.0')}:14: versions.1.version: got "v1.8", wanted an exact version such as 1.9.1`,
  );
});

test('names that must be found elsewhere', () => {
  expect(faultOf('defaultVersion: 1.9.1', 'defaultVersion: 1.9.2')).toBe(
    `p.yaml:${lineOf('defaultVersion')}:17: defaultVersion: got "1.9.2", wanted one of 1.9.1, 1.8.0`,
  );
  expect(faultOf('program: envoy-gateway', 'program: envoy-gatway')).toBe(
    `p.yaml:${lineOf('program: envoy-gateway')}:16: embedded.images.0.program: got "envoy-gatway", wanted one of envoy-gateway, envoy`,
  );
  expect(faultOf('- version: 1.8.0', '- version: 1.9.1')).toContain('wanted a version that is not listed above');
});

test('text that is no YAML', () => {
  expect(faultOf('title: Envoy Gateway', 'title: "Envoy')).toMatch(/^p\.yaml:\d+:\d+: not YAML: /);
});

test('an empty document and a missing file', async () => {
  expect(() => parseProfile('', 'p.yaml')).toThrow('p.yaml:1:1: name: got nothing, wanted string');
  await expect(loadProfile('/nowhere/p.yaml')).rejects.toMatchObject({ code: 'PROFILE_UNREADABLE', exitCode: 2 });
});
