import { SilenceError } from './wire.ts';

const REFUSED = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'CLOSED',
  'ALPN',
  'RST_STREAM',
  'WS_HANDSHAKE',
  'HTTPParserError',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_HTTP2_ERROR',
  'ERR_HTTP2_STREAM_ERROR',
  'ERR_HTTP2_SESSION_ERROR',
  'ERR_HTTP2_STREAM_CANCEL',
  'ERR_HTTP2_GOAWAY_SESSION',
]);

export interface ClassifiedError {
  outcome: 'refused' | 'silent' | 'fault';
  error: { code: string; message: string };
}

/**
 * What an error says about the other side. Codes that are not known to come from there (EMFILE, EADDRNOTAVAIL, a bug) are
 * faults of the harness: better no verdict than one made of our own failure.
 */
export function classifyError(thrown: unknown): ClassifiedError {
  const error = describeError(thrown);
  return { outcome: outcomeOf(thrown, error.code), error };
}

function outcomeOf(thrown: unknown, code: string): ClassifiedError['outcome'] {
  if (thrown instanceof SilenceError || code === 'ETIMEDOUT') return 'silent';
  if (REFUSED.has(code) || /^(ERR_SSL_|ERR_TLS_|HPE_|WS_ERR_)/.test(code)) return 'refused';
  return 'fault';
}

export function describeError(thrown: unknown): { code: string; message: string } {
  if (!(thrown instanceof Error)) return { code: 'UNKNOWN', message: String(thrown) };
  const { code } = thrown as { code?: unknown };
  return { code: typeof code === 'string' ? code : thrown.name, message: thrown.message };
}
