import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { fixtureResults } from './fixture/results.ts';
import { renderJunit } from './junit.ts';

interface Case {
  name: string;
  classname: string;
  properties: { property: { name: string; value: string }[] };
  failure?: { message: string; type: string; '#text': string };
  error?: { message: string; type: string; '#text': string };
  skipped?: string;
}
interface Report {
  testsuites: {
    tests: string;
    failures: string;
    errors: string;
    skipped: string;
    testsuite: { name: string; testcase: Case[] }[];
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
});

function parse(xml: string): Report['testsuites'] {
  expect(XMLValidator.validate(xml)).toBe(true);
  return (parser.parse(xml) as Report).testsuites;
}

const caseOf = (suites: Report['testsuites'], name: string): Case =>
  suites.testsuite.flatMap(({ testcase }) => testcase).find((each) => each.name === name)!;

describe('renderJunit', () => {
  const report = parse(renderJunit(fixtureResults()));

  test('counts decided noes as failures, undecided ones as errors', () => {
    const { tests, failures, errors, skipped } = report;
    expect({ tests, failures, errors, skipped }).toEqual({ tests: '14', failures: '5', errors: '3', skipped: '1' });
  });

  test.each([
    ['method-match', 'failure', 'ignored'],
    ['zero-weight', 'failure', 'incorrect'],
    ['passthrough', 'failure', 'partial'],
    ['retry', 'failure', 'rejected'],
    ['session-persistence', 'failure', 'absent'],
    ['simple', 'error', 'inconclusive'],
    ['echo', 'error', 'error'],
  ] as const)('%s is a %s of type %s, with evidence', (name, element, type) => {
    const found = caseOf(report, name)[element]!;
    expect(found.type).toBe(type);
    expect(found.message).toMatch(new RegExp(`^${type}: `));
    expect(found['#text']).toContain('decided by rule');
  });

  test('a supported probe has neither failure nor error; a skipped one is skipped', () => {
    expect(Object.keys(caseOf(report, 'header-match'))).toEqual(['properties', 'classname', 'name', 'time']);
    expect(caseOf(report, 'second-address')).toHaveProperty('skipped');
  });

  test('a partial run is never green', () => {
    const results = fixtureResults();
    const supported = results.probes.filter(({ decision }) => decision.verdict === 'supported');
    const partial = parse(renderJunit({ ...results, probes: supported, partial: 'the API server was killed' }));
    expect(partial.errors).toBe('1');
    expect(caseOf(partial, 'the run is whole').error!.message).toBe('the API server was killed');
  });

  test('control characters, lone surrogates and the end of a CDATA section are harmless', () => {
    const results = fixtureResults();
    results.probes[0]!.title = 'a\u0000b\u001b[31m ]]> \ud800 <x>&"\ufffe';
    results.probes[0]!.decision = { verdict: 'incorrect', rule: 13, reason: 'unserved\u0000 ]]>' };
    const hostile = caseOf(parse(renderJunit(results)), 'header-match');
    expect(hostile.failure!.message).toContain('unserved\\x00');
    expect(hostile.failure!['#text']).toContain('a\\x00b\\x1b[31m');
  });
});
