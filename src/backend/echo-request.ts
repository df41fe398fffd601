import { BRIEF_HEADER, NONCE_HEADER } from '../results/echo-headers.ts';

/** What the headers of a request say to the echo program itself. */
export interface EchoRequest {
  /** In raw order, without HTTP/2 pseudo headers. */
  headers: [string, string][];
  nonce: string;
  /** Sampling asks for answers and log entries without what was seen. */
  brief: boolean;
  delayMs: number;
  status: number;
  setHeaders: [string, string][];
}

/** Reads headers in node's flat raw form: name, value, name, value. */
export function readEchoRequest(raw: readonly string[]): EchoRequest {
  const request: EchoRequest = { headers: [], nonce: '', brief: false, delayMs: 0, status: 200, setHeaders: [] };
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!;
    const value = raw[i + 1]!;
    if (name.startsWith(':')) continue;
    request.headers.push([name, value]);
    if (name.charCodeAt(0) !== 120 && name.charCodeAt(0) !== 88) continue; // not "x": most headers
    steer(request, name.toLowerCase(), value);
  }
  return request;
}

function steer(request: EchoRequest, name: string, value: string): void {
  if (name === NONCE_HEADER) request.nonce = value;
  else if (name === BRIEF_HEADER) request.brief = true;
  else if (name === 'x-echo-delay-ms') request.delayMs = Number(value) || 0;
  else if (name === 'x-echo-status') request.status = validStatus(value);
  else if (name === 'x-echo-set-header') {
    const colon = value.indexOf(':');
    if (colon > 0) request.setHeaders.push([value.slice(0, colon).trim(), value.slice(colon + 1).trim()]);
  }
}

function validStatus(value: string): number {
  const status = Number(value);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200;
}

/** Header values by lower-case name, as the log of the backend keeps them. */
export function headersByName(headers: [string, string][]): Record<string, string[]> {
  const byName: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    byName[key] ??= [];
    byName[key].push(value);
  }
  return byName;
}

/** Runs at once without a delay, so that the usual answer costs no timer. */
export function afterDelay(delayMs: number, answer: () => void): void {
  if (delayMs > 0) setTimeout(answer, delayMs);
  else answer();
}
