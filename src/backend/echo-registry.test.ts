import { expect, it } from 'vitest';
import { EchoRegistry } from './echo-registry.ts';

const identity = (arm: string, name: string, address: string) => ({
  address,
  namespace: `ns-${arm}`,
  name,
  arm,
  pod: 'p',
});
const nonces = (registry: EchoRegistry, nonce: string) => registry.seen('10.0.0.1', nonce).map((seen) => seen.nonce);

it('finds requests by nonce, and those of a sample by the nonce they begin with', () => {
  const registry = new EchoRegistry('r');
  for (const nonce of ['a-1', 'a-1.1', 'a-1.2', 'a-10', 'a-10.1', '']) {
    registry.record('10.0.0.1', { nonce, protocol: 'http', atMs: 1 });
  }
  expect(nonces(registry, 'a-1')).toEqual(['a-1', 'a-1.1', 'a-1.2']);
  expect(nonces(registry, 'a-1.2')).toEqual(['a-1.2']);
  expect(registry.seen('10.0.0.2', 'a-1')).toEqual([]);
});

it('forgets the oldest requests, never the newest two thousand', () => {
  const registry = new EchoRegistry('r');
  for (let i = 0; i < 10_000; i += 1) registry.record('10.0.0.1', { nonce: `n.${i}`, protocol: 'http', atMs: i });
  const kept = nonces(registry, 'n');
  expect(kept.length).toBeLessThanOrEqual(4096);
  expect(kept.slice(-2000)).toEqual(Array.from({ length: 2000 }, (_, i) => `n.${8000 + i}`));
});

it('swaps arms, also where the other arm lacks the backend', () => {
  const registry = new EchoRegistry('r');
  registry.register([
    identity('t', 'v1', '10.0.0.1'),
    identity('c', 'v1', '10.0.0.2'),
    identity('t', 'v2', '10.0.0.3'),
  ]);
  const arm = (address: string) => (JSON.parse(`${registry.marks(address)}}`) as { arm: string }).arm;
  registry.swap([['t', 'c']]);
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(arm)).toEqual(['c', 't', 'c']);
  registry.swap([]);
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(arm)).toEqual(['t', 'c', 't']);
});
