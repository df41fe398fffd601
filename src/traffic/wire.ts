import type { TrafficSend } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';

/** Where an exchange goes: address to dial, name to ask for and server name in TLS are three things. */
export interface Target {
  /** IP address to dial. */
  host: string;
  port: number;
  /** Already mapped to the arm; sent as Host or :authority, verbatim. */
  authority: string;
  /** Default: the authority without its port. gRPC and WebSocket use TLS when this is set, else not. */
  sni?: string;
}

/** What one request is given besides its data. */
export interface Call {
  nonce: string;
  authority: string;
  /** Sampling: the echo program answers without what it saw. */
  brief: boolean;
  /** Ends the request: at its limit (reason: SilenceError) or when the run is interrupted. */
  signal: AbortSignal;
}

/** What an answer leaves in the observation; a request without any answer rejects instead. */
export type Reply = Pick<Observation, 'answerer' | 'seen' | 'http' | 'grpc' | 'message' | 'error'>;

export type Certificate = NonNullable<Observation['certificate']>;

/** One connection, used by one request at a time. */
export interface Wire {
  /** Leaf that the server presented, when the connection is TLS. */
  readonly certificate?: Certificate | undefined;
  /** It cannot carry another request. */
  readonly closed: boolean;
  ask(send: TrafficSend, call: Call): Promise<Reply>;
  close(): void;
}

/** Nothing came within the limit. */
export class SilenceError extends Error {
  readonly code = 'SILENT';
}

/** The other side ended the connection or the request, or does not speak the protocol: an observation, no fault. */
export class RefusedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Runs one request until it settles or the signal ends it; at its limit `partial` may still give what has already come.
 */
export function untilAborted<T>(
  signal: AbortSignal,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  partial?: () => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = () => signal.removeEventListener('abort', onAbort);
    const onAbort = () => {
      done();
      const value = signal.reason instanceof SilenceError ? partial?.() : undefined;
      if (value === undefined) reject(signal.reason);
      else resolve(value);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    start(
      (value) => {
        done();
        resolve(value);
      },
      (error) => {
        done();
        reject(error);
      },
    );
  });
}
