import { Resolver } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { composeAnswer, parseQuery } from './dns-message.ts';
import { startDnsServer } from './dns-server.ts';

const port = 20_053;
const many = Array.from({ length: 60 }, (_, index) => `198.18.16.${index + 1}`);

test("answers Node's own resolver: one, many (over TCP), none", async () => {
  await startDnsServer('127.0.0.1', port, (name) => {
    if (name === 'one.default.svc.cluster.local') return ['198.18.128.9'];
    return name === 'many.default.svc.cluster.local' ? many : undefined;
  });
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  expect(await resolver.resolve4('ONE.default.svc.cluster.local')).toEqual(['198.18.128.9']);
  expect((await resolver.resolve4('many.default.svc.cluster.local')).sort()).toEqual([...many].sort());
  await expect(resolver.resolve4('no.default.svc.cluster.local')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolve6('one.default.svc.cluster.local')).rejects.toMatchObject({ code: 'ENODATA' });
});

test('what is not a query gets no answer', () => {
  expect(parseQuery(Buffer.alloc(5))).toBeUndefined();
  expect(parseQuery(Buffer.alloc(40, 0xff))).toBeUndefined();
  const query = Buffer.from('0001010000010000000000000161000001', 'hex');
  expect(parseQuery(query)).toBeUndefined();
  const whole = parseQuery(Buffer.concat([query, Buffer.from('0001', 'hex')]));
  expect(whole).toMatchObject({ id: 1, name: 'a', type: 1 });
  if (whole) expect(parseQuery(composeAnswer(whole, 0, []))).toBeUndefined();
});
