import { ANSWER_HEADER } from '../results/echo-headers.ts';
import { answererSchema, seenSchema } from '../results/observation.ts';
import type { Reply } from './wire.ts';

const BODY_LIMIT = 512;

const answerSchema = answererSchema.extend({ seen: seenSchema.optional() });

/** Reads an answer of the echo program; undefined when it is anything else. */
export function parseAnswer(text: string): Pick<Reply, 'answerer' | 'seen'> | undefined {
  // Most answers that are not ours are HTML or plain text: no need to throw for them.
  if (!text.startsWith('{')) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { seen, ...answerer } = parsed.data;
  return seen === undefined ? { answerer } : { answerer, seen };
}

/** An HTTP response as it came, whatever the version. */
export interface HttpResponse {
  version: string;
  status: number;
  headers: [string, string][];
  body: string;
  /** It ended before its end. */
  error?: { code: string; message: string };
}

export function httpReply(response: HttpResponse): Reply {
  const { version, status, headers, body, error } = response;
  const answer =
    parseAnswer(body) ?? parseAnswer(headers.find(([name]) => name.toLowerCase() === ANSWER_HEADER)?.[1] ?? '');
  const http: NonNullable<Reply['http']> = { version, status, headers };
  if (answer === undefined && body !== '') http.body = cut(body);
  return { http, ...answer, ...(error !== undefined && { error }) };
}

/** Foreign text as evidence: at most 512 bytes of it. */
export function cut(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= BODY_LIMIT ? text : bytes.toString('utf8', 0, BODY_LIMIT);
}

/** Pairs of a flat list as node gives raw headers; HTTP/2 pseudo headers are left out. */
export function headerPairs(raw: readonly (string | Buffer)[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = text(raw[i]!);
    if (!name.startsWith(':')) pairs.push([name, text(raw[i + 1]!)]);
  }
  return pairs;
}

function text(value: string | Buffer): string {
  return typeof value === 'string' ? value : value.toString('latin1');
}
