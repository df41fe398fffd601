/** Names that the traffic engine and the echo program agree on; the answer itself is `answererSchema` and `seenSchema`. */

/** Request header with the nonce of the exchange. */
export const NONCE_HEADER = 'x-gateproof-nonce';

/** Request header: answer, and log, without what was seen. */
export const BRIEF_HEADER = 'x-echo-brief';

/** Response header that carries the answer where there can be no body: HEAD, 204, 304. */
export const ANSWER_HEADER = 'x-gateproof-echo';
