import { expect, test } from 'vitest';
import type { Manifest } from './definition.ts';
import { add, erase, leaveOut, replace } from './definition.ts';
import { editManifests } from './edit-manifests.ts';
import { getAt, setAt } from './json-pointer.ts';

const route = (): Manifest => ({
  object: 'HTTPRoute/r',
  file: 'r.yaml',
  line: 1,
  document: {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r' },
    spec: { rules: [{ matches: [{ method: 'GET' }, { method: 'PUT' }] }], 'a/b': { '~': 1 } },
  },
});

test('erases, replaces, leaves out and adds, and leaves the treatment as it is', () => {
  const treatment = [route()];
  const [edited, added] = editManifests(treatment, [
    erase('HTTPRoute/r', '/spec/rules/0/matches/0'),
    replace('HTTPRoute/r', '/spec/rules/0/timeouts', { request: '1s' }),
    add({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'other' } }),
  ]);
  expect(edited?.document.spec).toMatchObject({
    rules: [{ matches: [{ method: 'PUT' }], timeouts: { request: '1s' } }],
  });
  expect(added?.object).toBe('Service/other/s');
  expect(treatment).toEqual([route()]);
  expect(editManifests(treatment, [leaveOut('HTTPRoute/r')])).toEqual([]);
});

test('an edit without effect is refused: the control would be the treatment again', () => {
  expect(() => editManifests([route()], [erase('HTTPRoute/r', '/spec/rules/0/filters')])).toThrow('where nothing is');
  expect(() => editManifests([route()], [leaveOut('HTTPRoute/other')])).toThrow(
    'HTTPRoute/other, which the manifests do not have; they have HTTPRoute/r',
  );
});

test('pointers follow RFC 6901', () => {
  const { document } = route();
  expect(getAt(document, '/spec/a~1b/~0')).toBe(1);
  expect(getAt(document, '/spec/nothing/here')).toBeUndefined();
  setAt(document, '/spec/rules/-', { name: 'last' });
  expect(getAt(document, '/spec/rules/1/name')).toBe('last');
  setAt(document, '/spec/made/on/the/way', true);
  expect(getAt(document, '/spec/made/on/the/way')).toBe(true);
  expect(() => getAt(document, 'spec')).toThrow('does not begin with "/"');
});
