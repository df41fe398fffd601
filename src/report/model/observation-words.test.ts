import { expect, test } from 'vitest';
import { answered, condition, refused, silent, status } from '../fixture/build-observation.ts';
import { observationWords } from './observation-words.ts';

test('says who answered, and each header that an expectation of either arm is about', () => {
  const observation = answered('a1t', 'v1', {
    seenHeaders: [
      ['X-Set', 'one'],
      ['x-set', 'two'],
    ],
    headers: [['X-Out', 'three']],
  });
  const words = observationWords(
    observation,
    [{ seen: { headers: { 'x-set': 'one,two', 'x-gone': null } } }, { responseHeaders: { 'x-out': '3' } }],
    'a1t',
  );
  expect(words).toEqual([
    '200 from v1',
    'response header x-out: three',
    'backend saw x-set: one,two',
    'backend saw x-gone absent',
  ]);
});

test('an answer from another arm is crosstalk, never "served"', () => {
  expect(observationWords(answered('a1c', 'v1'), [], 'a1t')).toEqual(['200 from v1 of the arm a1c: crosstalk']);
});

test('answers of the data plane, refusals and silence say so', () => {
  expect(observationWords(status(404, 'no route'), [])).toEqual(['404 not from a backend', 'body: no route']);
  expect(observationWords(refused('ECONNRESET', 'read ECONNRESET'), [])).toEqual([
    'refused',
    'ECONNRESET: read ECONNRESET',
  ]);
  expect(observationWords(silent(), [])).toEqual(['nothing within 1.0 s']);
});

test('status that is behind its object says so', () => {
  const observation = condition('Accepted', 'True', 'Accepted');
  observation.status!.current = false;
  expect(observationWords(observation, [])).toEqual([
    'True, reason Accepted',
    'not current: observedGeneration is behind',
  ]);
});
