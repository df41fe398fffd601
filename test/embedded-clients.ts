import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

interface Dial {
  host: string;
  port: number;
}

/** Asks until the first answer that is not an error of a data plane that is still being told. */
export async function askHttp({ host, port }: Dial): Promise<{ status: number; body: unknown }> {
  for (let attempt = 1; ; attempt++) {
    const answer = await request(`http://${host}:${port}/hello?x=1`).catch((error: Error) => error);
    if (!(answer instanceof Error)) {
      const body = await answer.body.text();
      if (answer.statusCode === 200) return { status: answer.statusCode, body: JSON.parse(body) };
      if (attempt > 200) return { status: answer.statusCode, body };
    } else if (attempt > 200) throw answer;
    await sleep(50);
  }
}

/** Sends the text until it is answered. */
export async function askUdp({ host, port }: Dial, text: string): Promise<unknown> {
  const socket = createSocket('udp4');
  const answer = new Promise<string>((resolve) => socket.once('message', (message) => resolve(String(message))));
  const timer = setInterval(() => socket.send(text, port, host), 100);
  try {
    return JSON.parse(await Promise.race([answer, sleep(15_000, '"silence"', { ref: false })]));
  } finally {
    clearInterval(timer);
    socket.close();
  }
}

/** "connected", or the code of the error. */
export function connectOutcome(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const settle = (outcome: string) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on('connect', () => settle('connected'));
    socket.on('timeout', () => settle('timeout'));
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}
