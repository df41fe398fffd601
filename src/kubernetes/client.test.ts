import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KubernetesClient } from './client.ts';
import { UnknownKindError } from './discovery.ts';
import { KubernetesError } from './errors.ts';
import type { KubernetesObject } from './object.ts';
import { WaitTimeoutError, waitFor } from './wait.ts';
import { watch } from './watch.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let answers: Record<string, Answer>;
let client: KubernetesClient;
let close: () => Promise<void>;

const json =
  (value: unknown, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
const object = (name: string, resourceVersion: string, more = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'a', uid: `uid-${name}`, resourceVersion },
  ...more,
});
const list = (resourceVersion: string, ...items: KubernetesObject[]) => json({ metadata: { resourceVersion }, items });
const configMaps = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a' };

beforeEach(async () => {
  answers = {
    'GET /api/v1': json({ resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }] }),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://x');
      const watching = url.searchParams.has('watch') ? ` watch ${url.searchParams.get('resourceVersion')}` : '';
      const answer = answers[`${request.method} ${url.pathname}${watching}`];
      (answer ?? json({ kind: 'Status', reason: 'NotFound', message: 'nothing here' }, 404))(request, response, body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new KubernetesClient({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: '',
    token: 't',
  });
  close = async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  };
});
afterEach(() => close());

test('apply sends the object as it is, server-side and strict', async () => {
  let seen: unknown;
  answers['PATCH /api/v1/namespaces/a/configmaps/b'] = (request, response, body) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    seen = {
      body: JSON.parse(body),
      type: request.headers['content-type'],
      auth: request.headers.authorization,
      ...Object.fromEntries(searchParams),
    };
    response.end('{}');
  };
  const sent = object('b', '1', { 'x-kubernetes-list-type': 'map' });
  await client.apply(sent);
  expect(seen).toEqual({
    body: sent,
    type: 'application/apply-patch+yaml',
    auth: 'Bearer t',
    fieldManager: 'gateproof',
    force: 'true',
    fieldValidation: 'Strict',
  });
});

test('errors say what was asked of which object and what was answered', async () => {
  answers['GET /api/v1/namespaces/a/configmaps/b'] = json(
    { kind: 'Status', reason: 'Forbidden', message: 'not you' },
    403,
  );
  const error = await client.get({ ...configMaps, name: 'b' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error).toMatchObject({
    status: 403,
    reason: 'Forbidden',
    message: 'get ConfigMap a/b: 403 Forbidden: not you',
  });
  expect(await client.find({ ...configMaps, name: 'gone' })).toBeUndefined();
});

test('a kind of another version says which ones are served', async () => {
  const route = { resources: [{ name: 'udproutes', kind: 'UDPRoute', namespaced: true }] };
  answers['GET /apis/g.io'] = json({ versions: [{ groupVersion: 'g.io/v1' }, { groupVersion: 'g.io/v1alpha2' }] });
  answers['GET /apis/g.io/v1'] = json({ resources: [] });
  answers['GET /apis/g.io/v1alpha2'] = json(route);
  const error = await client.pathOf({ apiVersion: 'g.io/v1', kind: 'UDPRoute' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnknownKindError);
  expect(error).toMatchObject({ servedVersions: ['g.io/v1alpha2'] });
});

test('a watch goes on after its end, and lists again when it is too old', async () => {
  const line = (type: string, what: unknown) => `${JSON.stringify({ type, object: what })}\n`;
  answers['GET /api/v1/namespaces/a/configmaps'] = list('1', object('b', '1'), object('c', '1'));
  answers['GET /api/v1/namespaces/a/configmaps watch 1'] = (_request, response) =>
    response.end(line('MODIFIED', object('b', '2')));
  answers['GET /api/v1/namespaces/a/configmaps watch 2'] = (_request, response) => {
    answers['GET /api/v1/namespaces/a/configmaps'] = list('9', object('b', '2'), object('d', '9'));
    response.end(line('ERROR', { code: 410, message: 'too old' }));
  };
  const ended = new AbortController();
  const heard: string[] = [];
  for await (const { type, object: found } of watch(client, configMaps, { signal: ended.signal })) {
    heard.push(`${type} ${found.metadata.name}`);
    if (heard.length === 5) ended.abort();
  }
  expect(heard).toEqual(['ADDED b', 'ADDED c', 'MODIFIED b', 'DELETED c', 'ADDED d']);
});

test('waiting for the absence of an object ends when there is none from the start', async () => {
  answers['GET /api/v1/namespaces/a/configmaps'] = list('1');
  const gone = await waitFor(client, { ...configMaps, name: 'b' }, (found) => found === undefined, {
    timeoutMs: 2_000,
    what: 'to be gone',
  });
  expect(gone).toBeUndefined();
});

test('a wait that is not met says how long, for what, and how it stood', async () => {
  answers['GET /api/v1/namespaces/a/configmaps'] = list('1', object('b', '1', { data: { a: '1' } }));
  answers['GET /api/v1/namespaces/a/configmaps watch 1'] = () => {};
  const error = await waitFor(client, { ...configMaps, name: 'b' }, () => false, {
    timeoutMs: 100,
    what: 'to be big',
    explain: (last) => JSON.stringify(last?.data),
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WaitTimeoutError);
  expect((error as Error).message).toMatch(/^ConfigMap a\/b: waited \d+ ms to be big: \{"a":"1"\}$/);
});
