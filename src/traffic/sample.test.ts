import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EchoProcess } from '../backend/echo-process.ts';
import type { TrafficSend } from '../results/exchange.ts';
import type { Observation } from '../results/observation.ts';
import { observationSchema } from '../results/observation.ts';
import { TrafficEngine } from './engine.ts';
import { at, http, RUN, rawServer, startEcho } from './fixtures.ts';
import { takeSample } from './sample.ts';

let echo: EchoProcess;
let engine: TrafficEngine;

beforeAll(async () => {
  echo = await startEcho();
  engine = new TrafficEngine({ run: RUN });
});
afterAll(async () => {
  await engine.close();
  await echo.stop();
});

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);

it.each(['kept', 'fresh'] as const)('counts every answer once, over %s connections', async (connections) => {
  const send = http({ sample: { count: 400, connections } });
  const observation = await engine.sample(send, at(echo.ports.http), { arm: 't', key: 'sample' });
  expect(observationSchema.parse(observation)).toEqual(observation);
  expect(observation).toMatchObject({
    outcome: 'sampled',
    connection: connections,
    sampled: { count: 400, byAnswer: { v1: 400 }, failing: [] },
  });
  const series = observation.sampled!.series;
  expect(series).toHaveLength(10);
  expect(series.reduce((total, { byAnswer }) => total + sum(byAnswer), 0)).toBe(400);
  const seen = await echo.seen('127.0.0.11', observation.nonce!);
  expect(new Set(seen.map(({ nonce }) => nonce)).size).toBe(400);
  expect(seen[0]?.headers).toBeUndefined();
});

it.each<[string, TrafficSend]>([
  ['tcp', { protocol: 'tcp', sample: { count: 50, connections: 'fresh' } }],
  [
    'grpc',
    {
      protocol: 'grpc',
      host: 'x',
      service: 'a.B',
      method: 'C',
      metadata: [],
      sample: { count: 50, connections: 'kept' },
    },
  ],
])('samples %s too', async (port, send) => {
  const observation = await engine.sample(send, at(echo.ports[port]), { arm: 't' });
  expect(observation.sampled?.byAnswer).toEqual({ v1: 50 });
});

it('counts answers of another arm as crosstalk, and keeps twenty of them', async () => {
  const send = http({ sample: { count: 60, connections: 'kept' } });
  const observation = await engine.sample(send, at(echo.ports.http), { arm: 'c' });
  expect(observation.sampled?.byAnswer).toEqual({ crosstalk: 60 });
  expect(observation.sampled?.failing).toHaveLength(20);
  expect(observation.sampled?.failing[0]).toMatchObject({ answerer: { arm: 't' } });
});

it('counts statuses, refusals and silence apart', async () => {
  let asked = 0;
  const { target, close } = await rawServer((socket) => {
    socket.on('data', () => {
      const kind = asked++ % 3;
      if (kind === 0) socket.end('HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n');
      else if (kind === 1) socket.resetAndDestroy();
    });
  });
  const send = http({ sample: { count: 30, connections: 'fresh' }, timeoutMs: 300 });
  const observation = await engine.sample(send, target, { arm: 't' });
  close();
  expect(observation.sampled?.byAnswer).toEqual({ 'status 503': 10, refused: 10, silent: 10 });
  expect(observationSchema.parse(observation)).toEqual(observation);
});

it('stops at its deadline with what there is', async () => {
  const send = http({ headers: [['x-echo-delay-ms', '50']], sample: { count: 1000, connections: 'kept' } });
  const observation = await engine.sample(send, at(echo.ports.http), { arm: 't', deadlineMs: 300 });
  expect(observation.outcome).toBe('sampled');
  expect(observation.sampled!.count).toBeGreaterThan(8);
  expect(observation.sampled!.count).toBeLessThan(100);
  expect(observation.elapsedMs).toBeLessThan(1000);
});

it('ends at the first fault and counts none of it', async () => {
  const send = http({ path: 'no-slash', sample: { count: 1000, connections: 'kept' } });
  const observation = await engine.sample(send, at(echo.ports.http), { arm: 't' });
  expect(observation).toMatchObject({
    outcome: 'fault',
    error: { code: 'UND_ERR_INVALID_ARG' },
    sampled: { count: 0 },
  });
});

it('puts answers into tenths of the time in which they were asked', async () => {
  let now = 100;
  const ask = async (number: number): Promise<Observation> => {
    now += 10;
    return { outcome: number <= 50 ? 'silent' : 'refused', atMs: now, elapsedMs: 1 };
  };
  const options = { count: 100, concurrency: 1, deadlineMs: 5_000, startMs: 100, run: 'r', arm: 't', ask };
  const { sampled } = await takeSample(options);
  expect(sampled.series.map(({ fromMs }) => fromMs)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  expect(sampled.series[0]?.byAnswer).toEqual({ silent: 9 });
  expect(sampled.series[9]?.byAnswer).toEqual({ refused: 11 });
});
