import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { downloadFile } from './download.ts';
import {
  type Answer,
  sha256Hex,
  stalling,
  startLocalReleaseServer,
  truncated,
  whole,
} from './testing/local-release-server.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const content = 'program '.repeat(1000);

/** Downloads from a server that answers so; gives the fault with the port taken out, and what is left on disk. */
async function faultOf(answer: Answer | undefined, sha256 = sha256Hex(content)) {
  await using server = await startLocalReleaseServer();
  await using folder = await temporaryFolder();
  if (answer) server.answers.set('/program', answer);
  const fault = await downloadFile(`${server.url}/program`, join(folder.path, 'program'), sha256, {
    stallTimeoutMs: 150,
  }).catch((error: Error & { code: string }) => error);
  return {
    code: fault?.code,
    message: fault?.message.replaceAll(server.url, 'http://host'),
    left: await readdir(folder.path),
  };
}

test('a file with the right checksum arrives whole', async () => {
  await using server = await startLocalReleaseServer();
  await using folder = await temporaryFolder();
  server.answers.set('/program', whole(content));
  const seen: number[] = [];
  await downloadFile(`${server.url}/program`, join(folder.path, 'program'), sha256Hex(content), {
    onProgress: (received) => seen.push(received),
  });
  expect(await readFile(join(folder.path, 'program'), 'utf8')).toBe(content);
  expect(seen.at(-1)).toBe(content.length);
});

test('a wrong checksum names both', async () => {
  const { code, message, left } = await faultOf(whole(content), 'a'.repeat(64));
  expect(code).toBe('CHECKSUM_MISMATCH');
  expect(message).toBe(`http://host/program: sha256 is ${sha256Hex(content)}, wanted ${'a'.repeat(64)}`);
  expect(left).toEqual([]);
});

test('a truncated body is told by its length', async () => {
  const { code, message, left } = await faultOf(truncated(content, 3000));
  expect(code).toBe('DOWNLOAD_TRUNCATED');
  expect(message).toMatch(/^http:\/\/host\/program: the connection ended after 3000 of 8000 bytes/);
  expect(left).toEqual([]);
});

test('a missing file', async () => {
  expect(await faultOf(undefined)).toEqual({
    code: 'DOWNLOAD_STATUS',
    message: 'http://host/program: HTTP status 404, wanted 200',
    left: [],
  });
});

test('a body that stops coming', async () => {
  expect(await faultOf(stalling(content, 1000))).toEqual({
    code: 'DOWNLOAD_STALLED',
    message: 'http://host/program: nothing came for 150 ms after 1000 of 8000 bytes',
    left: [],
  });
});

test('an answer that never comes', async () => {
  const { code, left } = await faultOf(() => {});
  expect(code).toBe('DOWNLOAD_STALLED');
  expect(left).toEqual([]);
});

test('a host that cannot be reached is asked once per process', async () => {
  const socket = createServer();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  await using folder = await temporaryFolder();
  const download = (path: string) =>
    downloadFile(`http://127.0.0.1:${port}/${path}`, join(folder.path, 'program'), 'a'.repeat(64));
  await expect(download('one')).rejects.toThrow(
    `http://127.0.0.1:${port}/one: 127.0.0.1:${port} cannot be reached: connect ECONNREFUSED`,
  );
  await expect(download('two')).rejects.toThrow('(asked before in this run)');
  expect(await readdir(folder.path)).toEqual([]);
});
