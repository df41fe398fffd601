import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { EnvironmentError } from '../errors.ts';

export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /** How long to wait for a connection, milliseconds. */
  connectTimeoutMs?: number | undefined;
  /** How long a body may bring nothing, milliseconds. */
  stallTimeoutMs?: number | undefined;
  onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

/** DOWNLOAD_* codes: UNREACHABLE, STATUS, TRUNCATED, STALLED; and CHECKSUM_MISMATCH. */
type DownloadFault =
  | 'DOWNLOAD_UNREACHABLE'
  | 'DOWNLOAD_STATUS'
  | 'DOWNLOAD_TRUNCATED'
  | 'DOWNLOAD_STALLED'
  | 'CHECKSUM_MISMATCH';

const defaultConnectTimeoutMs = 4_000;
const defaultStallTimeoutMs = 30_000;
const maxTextBytes = 4 << 20;

/** Hosts that could not be reached: asked once per process, so that no run waits for the same time-out twice. */
const unreachable = new Map<string, string>();

/** Fetches a small text, e.g. a checksum file. */
export async function downloadText(url: string, options: DownloadOptions = {}): Promise<string> {
  return withBody(url, options, async (body) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxTextBytes)
        throw fault('DOWNLOAD_STATUS', `${url}: more than ${maxTextBytes} bytes, wanted a checksum file`);
    }
    return Buffer.concat(chunks).toString('utf8');
  });
}

/**
 * Fetches a file and compares its SHA-256 with the wanted one; on any fault the partial file is removed.
 * @throws EnvironmentError with a code of DownloadFault, naming the URL, what was measured and what was wanted.
 */
export async function downloadFile(
  url: string,
  path: string,
  sha256: string,
  options: DownloadOptions = {},
): Promise<void> {
  const hash = createHash('sha256');
  try {
    await withBody(url, options, async (body) => {
      await pipeline(
        body,
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(path),
      );
    });
    const actual = hash.digest('hex');
    if (actual !== sha256)
      throw fault(
        'CHECKSUM_MISMATCH',
        `${url}: sha256 is ${actual}, wanted ${sha256}`,
        'Do not use that file: it is damaged or not what the project published. Try again, or use another mirror.',
      );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** undefined when the host of the URL answers anything at all, else why not. */
export async function isReachable(url: string, options: DownloadOptions = {}): Promise<string | undefined> {
  try {
    await withBody(url, { stallTimeoutMs: 5_000, ...options }, async () => {});
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    return (error as EnvironmentError).code === 'DOWNLOAD_STATUS' ? undefined : (error as Error).message;
  }
}

async function withBody<T>(
  url: string,
  options: DownloadOptions,
  use: (body: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const { signal, stallTimeoutMs = defaultStallTimeoutMs } = options;
  const connectTimeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs;
  const stall = new AbortController();
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: connectTimeoutMs },
    headersTimeout: stallTimeoutMs,
    bodyTimeout: 0,
  });
  try {
    const response = await request(url, agent, AbortSignal.any([stall.signal, ...(signal ? [signal] : [])]), options);
    if (!response.ok || response.body === null)
      throw fault('DOWNLOAD_STATUS', `${url}: HTTP status ${response.status}, wanted 200`);
    return await use(measured(url, response, stall, { ...options, stallTimeoutMs }));
  } finally {
    await agent.destroy().catch(() => {});
  }
}

async function request(url: string, dispatcher: EnvHttpProxyAgent, signal: AbortSignal, options: DownloadOptions) {
  const { host } = new URL(url);
  const known = unreachable.get(host);
  if (known !== undefined) throw fault('DOWNLOAD_UNREACHABLE', `${url}: ${known} (asked before in this run)`);
  try {
    // Compressed transfer would change the length that truncation is measured by.
    return await fetch(url, { dispatcher, signal, headers: { 'accept-encoding': 'identity' } });
  } catch (error) {
    options.signal?.throwIfAborted();
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    const reason = cause?.message || cause?.code || (error as Error).message;
    if (cause?.code === 'UND_ERR_HEADERS_TIMEOUT') throw fault('DOWNLOAD_STALLED', `${url}: no answer: ${reason}`);
    unreachable.set(host, reason);
    throw fault('DOWNLOAD_UNREACHABLE', `${url}: ${host} cannot be reached: ${reason}`);
  }
}

/** Passes the body on, counting, and ends it when it stalls or is shorter than was announced. */
async function* measured(
  url: string,
  response: Response,
  stall: AbortController,
  options: DownloadOptions & { stallTimeoutMs: number },
): AsyncGenerator<Uint8Array> {
  const announced = response.headers.get('content-length');
  const total = announced === null ? undefined : Number(announced);
  let received = 0;
  const timer = setTimeout(() => stall.abort(), options.stallTimeoutMs);
  const of = () => `${received} of ${total ?? 'an unknown number of'} bytes`;
  try {
    for await (const chunk of Readable.fromWeb(response.body as never) as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      timer.refresh();
      options.onProgress?.(received, total);
      yield chunk;
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (stall.signal.aborted)
      throw fault('DOWNLOAD_STALLED', `${url}: nothing came for ${options.stallTimeoutMs} ms after ${of()}`);
    throw fault('DOWNLOAD_TRUNCATED', `${url}: the connection ended after ${of()}: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
  if (total !== undefined && received !== total) throw fault('DOWNLOAD_TRUNCATED', `${url}: got ${of()}`);
}

function fault(code: DownloadFault, message: string, hint?: string): EnvironmentError {
  return new EnvironmentError(message, { code, hint });
}
