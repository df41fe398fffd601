import { expect, test } from 'vitest';
import { parseProfileRef, resolveProfileRef } from './profile-ref.ts';

test.each([
  ['envoy-gateway', { name: 'envoy-gateway' }],
  ['envoy-gateway@1.9.1', { name: 'envoy-gateway', version: '1.9.1' }],
  ['envoy-gateway@v1.9.1', { name: 'envoy-gateway', version: '1.9.1' }],
])('reads %s', (text, ref) => {
  expect(parseProfileRef(text)).toEqual(ref);
});

test.each(['', '@1.9.1', 'a@b@c', 'a b', 'a@'])('refuses "%s"', (text) => {
  expect(() => parseProfileRef(text)).toThrow(expect.objectContaining({ code: 'PROFILE_REF_INVALID', exitCode: 2 }));
});

test('without a version the default one is meant', async () => {
  const { profile, version, file } = await resolveProfileRef('envoy-gateway');
  expect(version.version).toBe(profile.defaultVersion);
  expect(file).toMatch(/profiles\/envoy-gateway\.yaml$/);
});

test('an unknown profile lists the known ones', async () => {
  await expect(resolveProfileRef('envoy-gatewy')).rejects.toMatchObject({
    code: 'PROFILE_UNKNOWN',
    message: expect.stringMatching(/^there is no profile envoy-gatewy; known: envoy-gateway/),
  });
});

test('an unknown version lists the known ones, nearest first', async () => {
  await expect(resolveProfileRef('envoy-gateway@1.8.1')).rejects.toMatchObject({
    code: 'PROFILE_VERSION_UNKNOWN',
    message: 'profile envoy-gateway has no version 1.8.1; known: 1.8.0, 1.9.1',
  });
});
