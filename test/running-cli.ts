import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { defaultCacheDir } from '../src/binaries/cache-folder.ts';

const bin = fileURLToPath(new URL('../bin/gateproof.js', import.meta.url));

export interface Ended {
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
  stderr: string;
}

/** A command line that runs, and what it started. */
export class RunningCli {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  #stderr = '';

  /** @param wrapper a command that runs the command line, such as unshare with its options */
  constructor(args: string[], options: { cwd: string; wrapper?: string[]; timeoutMs?: number }) {
    const [program = process.execPath, ...rest] = [...(options.wrapper ?? []), process.execPath, bin, ...args];
    const child = execa(program, rest, {
      cwd: options.cwd,
      reject: false,
      stdin: 'ignore',
      timeout: options.timeoutMs ?? 240_000,
      env: { CI: 'true', NO_COLOR: '1' },
    });
    this.pid = child.pid ?? 0;
    child.stderr.on('data', (data: Buffer) => {
      this.#stderr += data.toString();
    });
    this.ended = child.then(({ exitCode, signal, stdout, stderr }) => ({ exitCode, signal, stdout, stderr }));
  }

  /** Resolves when stderr has it; rejects when the command ends first. */
  async said(words: RegExp): Promise<void> {
    let over = false;
    void this.ended.finally(() => {
      over = true;
    });
    while (!words.test(this.#stderr)) {
      if (over) throw new Error(`it ended without saying ${words}:\n${this.#stderr}`);
      await sleep(20);
    }
  }

  /** Every process below it, from the process table. */
  async descendants(): Promise<{ pid: number; command: string }[]> {
    const children = async (pid: number): Promise<number[]> => {
      const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
      const direct = text.trim().split(' ').filter(Boolean).map(Number);
      return [...direct, ...(await Promise.all(direct.map(children))).flat()];
    };
    const pids = await children(this.pid);
    return Promise.all(
      pids.map(async (pid) => ({
        pid,
        command: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim(),
      })),
    );
  }

  /** The PID namespaces other than this process's in which it has started something. */
  async pidNamespaces(): Promise<string[]> {
    const own = await readlink('/proc/self/ns/pid');
    const pids = (await this.descendants()).map(({ pid }) => pid);
    const found = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/pid`).catch(() => own)));
    return [...new Set(found)].filter((namespace) => namespace !== own);
  }
}

/** What is left of runs: processes in these namespaces, mounts, and files in the cache and in these folders that are no results. */
export async function leftovers(pidNamespaces: string[], folders: string[]): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(
    pids.map(async (pid) => {
      const namespace = await readlink(`/proc/${pid}/ns/pid`).catch(() => '');
      // A zombie is in no namespace that can be read; its parent takes it away.
      return pidNamespaces.includes(namespace) ? [`process ${pid}`] : [];
    }),
  );
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(' gateproof '));
  const files = await Promise.all(
    [join(defaultCacheDir(), 'mnt'), ...folders].map(async (folder) =>
      (await readdir(folder, { recursive: true }).catch(() => []))
        .filter((name) => !/(^|\/)(results\.json|matrix\.html|matrix\.md|junit\.xml)$/.test(name))
        .map((name) => join(folder, name)),
    ),
  );
  return [...processes.flat(), ...mounts, ...files.flat()];
}
