import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SeenRequest } from '../environment/environment.ts';
import { EnvironmentError } from '../errors.ts';
import type { EchoCommand, EchoIdentity, EchoReplyMessage, EchoSettings } from './echo-messages.ts';
import { backendPorts } from './ports.ts';

export type { EchoIdentity } from './echo-messages.ts';

export interface EchoProcessOptions {
  /** Id of the run, a mark of every answer. */
  run: string;
  /** Default 0.0.0.0: every address that is local, so that identities can be registered later. */
  listenHost?: string;
  /** Its stdout and stderr are appended here. */
  logFile?: string;
  /** Port by name; default: the ports of `backendPorts`. 0 takes a free one (UDP: the same for every address). */
  ports?: Record<string, number>;
}

export interface EchoExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Last lines that it wrote. */
  logTail: string[];
}

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 2_000;
const LOG_TAIL_LINES = 50;

/**
 * Starts the echo program as a child process; resolves when all its ports listen. It ends with this process.
 * Throws EnvironmentError ECHO_START when a port cannot be had.
 */
export async function startEchoProcess(options: EchoProcessOptions): Promise<EchoProcess> {
  const settings: EchoSettings = {
    run: options.run,
    listenHost: options.listenHost ?? '0.0.0.0',
    ports: options.ports ?? Object.fromEntries(backendPorts.map(({ name, port }) => [name, port])),
  };
  const main = fileURLToPath(new URL(`./echo-server${extname(import.meta.url)}`, import.meta.url));
  const child = fork(main, [], {
    execArgv: [],
    env: { ...process.env, GATEPROOF_ECHO: JSON.stringify(settings) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail = keepLog(child, options.logFile);
  const { promise, resolve, reject } = Promise.withResolvers<Extract<EchoReplyMessage, { kind: 'ready' }>>();
  const fail = (reason: string) =>
    reject(
      new EnvironmentError(`The echo program did not start: ${[reason, ...tail()].join('\n  ')}`, {
        code: 'ECHO_START',
        hint: `Its ports are ${Object.values(settings.ports).join(', ')} on ${settings.listenHost}; nothing else may use them there.`,
      }),
    );
  const limit = setTimeout(() => fail(`no sign of life within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
  const onMessage = (message: EchoReplyMessage) => {
    if (message.kind === 'ready') resolve(message);
    else if (message.kind === 'failed') fail(message.error);
  };
  child.on('message', onMessage);
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
  try {
    const ready = await promise;
    return new EchoProcess(child, ready.ports, ready.certificate, tail);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(limit);
    child.off('message', onMessage);
  }
}

/** The echo program while it runs: one process that answers for many backends. */
export class EchoProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (seen: SeenRequest[]) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  /** Port by name, as it listens. */
  readonly ports: Readonly<Record<string, number>>;
  /** PEM, of its TLS port. */
  readonly certificate: string;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<EchoExit>;

  constructor(child: ChildProcess, ports: Record<string, number>, certificate: string, logTail: () => string[]) {
    this.#child = child;
    this.ports = ports;
    this.certificate = certificate;
    child.on('message', (message: EchoReplyMessage) => this.#settle(message));
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        for (const { reject } of this.#waiting.values()) reject(gone(`ended with ${signal ?? `code ${code}`}`));
        this.#waiting.clear();
        resolve({ code, signal, logTail: logTail() });
      });
    });
  }

  /** Resolves when every one of them is answered for; an address that was known before changes its identity. */
  async register(identities: EchoIdentity[]): Promise<void> {
    await this.#ask({ do: 'register', identities });
  }

  /**
   * Requests with this nonce that came to the address; for the nonce of a sample, those of all its requests.
   * Each address keeps its last few thousand requests.
   */
  seen(address: string, nonce: string): Promise<SeenRequest[]> {
    return this.#ask({ do: 'seen', address, nonce });
  }

  /** Selftest: backends of arm A answer with the marks of the same-named ones of arm B, and vice versa; [] resets. */
  async swap(pairs: [armA: string, armB: string][]): Promise<void> {
    await this.#ask({ do: 'swap', pairs });
  }

  /** Safe to call at any time, also twice. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.exited;
    clearTimeout(kill);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #ask(command: EchoCommand): Promise<SeenRequest[]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) return reject(gone('is not running'));
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ ...command, id }, (error) => {
        if (error === null || !this.#waiting.delete(id)) return;
        reject(gone(`cannot be reached: ${error.message}`));
      });
    });
  }

  #settle(message: EchoReplyMessage): void {
    if (message.kind !== 'reply') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.seen ?? []);
    else waiting?.reject(new EnvironmentError(`The echo program: ${message.error}`, { code: 'ECHO_COMMAND' }));
  }
}

function gone(what: string): EnvironmentError {
  return new EnvironmentError(`The echo program ${what}.`, { code: 'ECHO_GONE' });
}

/** Keeps the last lines for error messages, and everything in the log file if one is wanted. */
function keepLog(child: ChildProcess, logFile: string | undefined): () => string[] {
  const file = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-16_384);
      file?.write(chunk);
    });
  }
  child.once('close', () => file?.end());
  return () => text.split('\n').filter(Boolean).slice(-LOG_TAIL_LINES);
}
