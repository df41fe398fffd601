/** One question of a DNS query (RFC 1035), with what an answer must repeat. */
export interface DnsQuery {
  id: number;
  /** Lower case, without the last dot. */
  name: string;
  type: number;
  /** The question section as it came. */
  question: Buffer;
  recursionDesired: boolean;
}

export const recordTypes = { a: 1, aaaa: 28 } as const;
export const responseCodes = { ok: 0, formatError: 1, noSuchName: 3 } as const;

/** undefined for anything that is not a query with one question. */
export function parseQuery(message: Buffer): DnsQuery | undefined {
  if (message.length < 17) return undefined;
  const flags = message.readUInt16BE(2);
  if (flags & 0x8000 || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = message[at];
    // Compression has no place in a question.
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > message.length) return undefined;
  return {
    id: message.readUInt16BE(0),
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at),
    question: message.subarray(12, at + 4),
    recursionDesired: (flags & 0x0100) !== 0,
  };
}

/** An answer with A records, or with none. */
export function composeAnswer(query: DnsQuery, code: number, addresses: string[], ttlSeconds = 2): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(query.id, 0);
  // Response, authoritative, recursion available.
  header.writeUInt16BE(0x8480 | (query.recursionDesired ? 0x0100 : 0) | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) => {
    const record = Buffer.alloc(16);
    // The name is the one of the question, at offset 12.
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(recordTypes.a, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(ttlSeconds, 6);
    record.writeUInt16BE(4, 10);
    record.set(address.split('.').map(Number), 12);
    return record;
  });
  return Buffer.concat([header, query.question, ...records]);
}
