import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one path. */
export type Answer = (response: ServerResponse) => void;

export interface LocalReleaseServer extends AsyncDisposable {
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  answers: Map<string, Answer>;
  /** Serves a file and, under the same path with `.sha256`, its checksum (or the given one). */
  publish(path: string, content: string, sha256?: string): void;
}

/** A release host on loopback, for tests. */
export async function startLocalReleaseServer(): Promise<LocalReleaseServer> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const answer = answers.get(request.url!);
    if (answer) answer(response);
    else response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    publish(path, content, sha256 = sha256Hex(content)) {
      answers.set(path, whole(content));
      answers.set(`${path}.sha256`, whole(`${sha256}\n`));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function whole(content: string): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(content) }).end(content);
  };
}

/** Announces the whole length, sends a part and cuts the connection. */
export function truncated(content: string, bytes: number): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(content) });
    response.write(content.slice(0, bytes), () => setTimeout(() => response.destroy(), 20));
  };
}

/** Sends a part and then nothing more, with the connection open. */
export function stalling(content: string, bytes: number): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(content) });
    response.write(content.slice(0, bytes));
  };
}

export function sha256Hex(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
