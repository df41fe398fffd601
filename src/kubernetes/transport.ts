import type { Dispatcher } from 'undici';
import { Pool } from 'undici';
import type { ClusterConnection } from './connection.ts';
import { KubernetesConnectionError, KubernetesError } from './errors.ts';

export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: string;
  contentType?: string;
  accept?: string;
  signal?: AbortSignal | undefined;
  /** What is asked, in words, for errors: "apply Gateway a/b". */
  what: string;
  timeoutMs?: number;
}

const requestTimeoutMs = 30_000;

/** HTTP to one API server over kept-alive connections; watches have connections of their own, so that they never starve requests. */
export class Transport {
  readonly server: string;
  readonly #requests: Pool;
  readonly #watches: Pool;
  readonly #authorization: string;

  constructor(connection: ClusterConnection, options: { connections?: number } = {}) {
    this.server = connection.server;
    this.#authorization = `Bearer ${connection.token}`;
    // HTTP/1.1 on purpose: a watch on a connection of its own cannot hold up what else is asked, and undici loses requests in
    // flight when an HTTP/2 session goes away (nodejs/undici#5468).
    const connect = { ca: connection.ca, timeout: 10_000, allowH2: false };
    const allowH2 = false;
    this.#requests = new Pool(connection.server, {
      connections: options.connections ?? 24,
      pipelining: 1,
      keepAliveTimeout: 60_000,
      headersTimeout: requestTimeoutMs,
      bodyTimeout: requestTimeoutMs,
      allowH2,
      connect,
    });
    this.#watches = new Pool(connection.server, {
      pipelining: 1,
      headersTimeout: requestTimeoutMs,
      bodyTimeout: 0,
      allowH2,
      connect,
    });
  }

  async json<T>(request: TransportRequest): Promise<T> {
    const response = await this.#send(this.#requests, request);
    return (await response.json()) as T;
  }

  async text(request: TransportRequest): Promise<string> {
    return (await this.#send(this.#requests, request)).text();
  }

  /** An answer that goes on until either side ends it. */
  async stream(request: TransportRequest): Promise<AsyncIterable<Uint8Array>> {
    return this.#send(this.#watches, request);
  }

  async #send(pool: Pool, request: TransportRequest): Promise<Dispatcher.ResponseData['body']> {
    const headers: Record<string, string> = {
      authorization: this.#authorization,
      accept: request.accept ?? 'application/json',
      'user-agent': 'gateproof',
    };
    const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    if (body !== undefined) headers['content-type'] = request.contentType ?? 'application/json';
    let response: Dispatcher.ResponseData;
    try {
      response = await pool.request({
        method: request.method,
        path: request.path,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(request.signal ? { signal: request.signal } : {}),
        ...(request.timeoutMs ? { headersTimeout: request.timeoutMs } : {}),
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new KubernetesConnectionError(request.what, this.server, error);
    }
    if (response.statusCode < 300) return response.body;
    throw new KubernetesError(request.what, response.statusCode, await response.body.text());
  }

  async close(): Promise<void> {
    await Promise.all([this.#requests.destroy(), this.#watches.destroy()]);
  }
}
