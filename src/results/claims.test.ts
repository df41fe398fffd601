import { expect, test } from 'vitest';
import { claimOf, markClaim, supportedFeaturesOf } from './claims.ts';
import { rollUpFeatures } from './roll-up-features.ts';
import type { Decision, Verdict } from './verdict.ts';
import { verdictSchema } from './verdict.ts';

test('reads both wire forms of supportedFeatures', () => {
  expect(supportedFeaturesOf({ supportedFeatures: ['HTTPRoute', 'Gateway', 'Gateway'] })).toEqual([
    'Gateway',
    'HTTPRoute',
  ]);
  expect(
    supportedFeaturesOf({ supportedFeatures: [{ name: 'HTTPRoute' }, { name: 'Gateway' }], conditions: [] }),
  ).toEqual(['Gateway', 'HTTPRoute']);
  expect(supportedFeaturesOf({ supportedFeatures: [] })).toEqual([]);
  for (const none of [undefined, {}, { supportedFeatures: 'HTTPRoute' }, { supportedFeatures: [1] }])
    expect(supportedFeaturesOf(none)).toBeUndefined();
});

test('a claim is exact, by upstream names', () => {
  expect(claimOf('HTTPRoute', { features: ['HTTPRoute'] })).toBe('claimed');
  expect(claimOf('HTTPRouteMethodMatching', { features: ['HTTPRoute'] })).toBe('not claimed');
  expect(claimOf('HTTPRoute', {})).toBe('none published');
  expect(claimOf('change.zero-drop', { features: ['HTTPRoute'] })).toBe('none published');
});

test('marks where claim and verdict contradict', () => {
  const marked = (claim: 'claimed' | 'not claimed' | 'none published', lacksStatus: boolean) =>
    verdictSchema.options.filter((verdict) => markClaim(verdict, lacksStatus, claim) !== undefined);
  expect(marked('claimed', false)).toEqual(['rejected', 'ignored', 'incorrect', 'partial']);
  expect(marked('claimed', true)).toEqual(['rejected', 'ignored', 'incorrect', 'partial', 'absent']);
  expect(marked('not claimed', true)).toEqual(['supported']);
  expect(marked('none published', true)).toEqual([]);
  expect(markClaim('ignored', false, 'claimed')).toBe('overclaim');
  expect(markClaim('supported', false, 'not claimed')).toBe('underclaim');
});

test('features are rolled up by name, with claim and mark', () => {
  const probe = (verdict: Verdict, rule: number, ...features: string[]) => ({
    features,
    decision: { verdict, rule, reason: '' } satisfies Decision,
  });
  const features = rollUpFeatures(
    [
      probe('supported', 7, 'HTTPRoute', 'HTTPRouteMethodMatching'),
      probe('ignored', 11, 'HTTPRoute'),
      probe('absent', 3, 'TCPRoute'),
      probe('absent', 13, 'UDPRoute'),
      probe('absent', 3, 'UDPRoute'),
    ],
    { features: ['HTTPRoute', 'TCPRoute', 'UDPRoute'] },
  );
  expect(features).toEqual([
    {
      feature: 'HTTPRoute',
      verdict: 'ignored',
      supported: 1,
      skipped: 0,
      total: 2,
      claim: 'claimed',
      mark: 'overclaim',
    },
    {
      feature: 'HTTPRouteMethodMatching',
      verdict: 'supported',
      supported: 1,
      skipped: 0,
      total: 1,
      claim: 'not claimed',
      mark: 'underclaim',
    },
    { feature: 'TCPRoute', verdict: 'absent', supported: 0, skipped: 0, total: 1, claim: 'claimed' },
    { feature: 'UDPRoute', verdict: 'absent', supported: 0, skipped: 0, total: 2, claim: 'claimed', mark: 'overclaim' },
  ]);
});
