import { expect, it } from 'vitest';
import { classifyError } from './classify-error.ts';
import { RefusedError, SilenceError } from './wire.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

it.each([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'refused'],
  ['EPIPE', 'refused'],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'refused'],
  ['HPE_INVALID_CONSTANT', 'refused'],
  ['ETIMEDOUT', 'silent'],
  ['EMFILE', 'fault'],
  ['EADDRNOTAVAIL', 'fault'],
  ['ERR_HTTP2_INVALID_HEADER_VALUE', 'fault'],
  ['ERR_NEVER_HEARD_OF', 'fault'],
])('%s is %s', (code, outcome) => {
  expect(classifyError(withCode(code))).toEqual({ outcome, error: { code, message: 'x' } });
});

it('takes bugs for faults, and our own words for what they say', () => {
  expect(classifyError(new TypeError('bug'))).toEqual({
    outcome: 'fault',
    error: { code: 'TypeError', message: 'bug' },
  });
  expect(classifyError('thrown text').outcome).toBe('fault');
  expect(classifyError(new SilenceError('nothing within 5 ms')).outcome).toBe('silent');
  expect(classifyError(new RefusedError('CLOSED', 'closed')).outcome).toBe('refused');
});
