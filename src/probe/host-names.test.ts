import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapHost, unmapHost } from './host-names.ts';

test('inserts the label before the registrable domain', () => {
  expect(mapHost('www.example.com', 'a1')).toBe('www.a1.example.com');
  expect(mapHost('*.foo.example.com', 'a1')).toBe('*.foo.a1.example.com');
  expect(mapHost('example.org', 'a1')).toBe('a1.example.org');
  expect(mapHost('www.example.net:8080', 'a1')).toBe('www.a1.example.net:8080');
  expect(mapHost('backend.gateproof.invalid', 'a1')).toBe('backend.gateproof.invalid');
  expect(mapHost('notexample.com', 'a1')).toBe('notexample.com');
});

test('is invertible and keeps two arms apart', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const host = fc.tuple(
    fc.array(label, { maxLength: 3 }),
    fc.constantFrom('example.com', 'example.org', 'example.net'),
  );
  fc.assert(
    fc.property(host, label, label, ([labels, domain], one, other) => {
      const name = [...labels, domain].join('.');
      expect(unmapHost(mapHost(name, `${one}-t1`), `${one}-t1`)).toBe(name);
      if (one !== other) expect(mapHost(name, one)).not.toBe(mapHost(name, other));
    }),
  );
});
