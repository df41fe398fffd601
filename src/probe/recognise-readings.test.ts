import { expect, test } from 'vitest';
import { decideLook } from './decide-look.ts';
import { answered, asked, deciding, facts, guard, lookAt, served, shown } from './fixture/evidence.ts';
import { recogniseReadings } from './recognise-readings.ts';

const readings = [{ name: 'rule dropped', exchanges: { [guard.name]: { status: 404 } } }];
const wrong = lookAt([
  asked(guard, shown(answered(404)), shown(served('v1', 'control'))),
  asked(deciding, shown(answered(404)), shown(served('v1', 'control'))),
]);

test('a wrong reading is recognised by what its exchanges show, and told', () => {
  expect(recogniseReadings(wrong, { ...facts, readings })).toEqual(['rule dropped']);
  expect(decideLook(wrong, { ...facts, readings }).detail).toContain('read as: rule dropped');
});

test('it is not when one of its exchanges shows something else, or is not there', () => {
  expect(recogniseReadings(wrong, facts)).toEqual([]);
  const other = [
    { name: 'a', exchanges: { [guard.name]: { status: 500 } } },
    { name: 'b', exchanges: { nothing: { status: 404 } } },
  ];
  expect(recogniseReadings(wrong, { ...facts, readings: other })).toEqual([]);
});
