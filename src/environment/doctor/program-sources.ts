import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReachable } from '../../binaries/download.ts';
import { goEnvironment } from '../../binaries/go-tool.ts';
import { fillTemplate, hostPlatform } from '../../binaries/platform.ts';
import type { ProgramRequest } from '../../binaries/program-source.ts';
import { mirrored } from '../../binaries/release-source.ts';
import { attempt, type Check, type CheckContext } from './check.ts';

/** Go, the module proxy, the release hosts and pip: for the programs that are not there yet. */
export async function checkProgramSources(context: CheckContext, missing: ProgramRequest[]): Promise<Check[]> {
  const hosts = await checkReleaseHosts(context, missing);
  const unreleased = missing.filter(
    ({ source }) => !source.release || !hosts.reachable.has(hostOf(source.release.url)),
  );
  return [
    hosts.check,
    await checkGo(
      context,
      unreleased.filter(({ source }) => source.goModule !== undefined),
    ),
    await checkPip(
      context,
      unreleased.filter(({ source }) => source.goModule === undefined && source.wheel !== undefined),
    ),
  ];
}

async function checkReleaseHosts({ env, signal }: CheckContext, missing: ProgramRequest[]) {
  const reachable = new Set<string>();
  const said: string[] = [];
  for (const host of new Set(missing.flatMap(({ source }) => (source.release ? [hostOf(source.release.url)] : [])))) {
    const url = mirrored(`https://${host}/`, env);
    const problem = await isReachable(url, { signal });
    if (problem === undefined) reachable.add(host);
    said.push(`${host} ${problem ?? 'answers'}`);
  }
  const check: Check =
    said.length === reachable.size
      ? { name: 'release-hosts', status: 'ok', measured: said.join('; ') || 'not needed' }
      : {
          name: 'release-hosts',
          status: 'warn',
          measured: said.join('; '),
          advice:
            'Programs are then built with Go, or set GATEPROOF_RELEASE_MIRROR to a mirror (<mirror>/<host>/<path>).',
        };
  return { check, reachable };
}

async function checkGo(context: CheckContext, needed: ProgramRequest[]): Promise<Check> {
  const name = 'go';
  const version = await attempt(context, 'go', ['version']);
  const list = needed.map((request) => request.name).join(', ');
  if (!version.worked) {
    if (needed.length === 0) return { name, status: 'ok', measured: `${version.said}; not needed` };
    return {
      name,
      status: 'fail',
      measured: `${version.said}; needed to build ${list}`,
      advice:
        'Install Go 1.26.7 or later (go.dev/dl) and put it on the PATH, or set GATEPROOF_<NAME>_PATH for these programs.',
    };
  }
  const first = needed[0];
  if (first === undefined) return { name, status: 'ok', measured: version.said };
  // A question that the module proxy answers in a few bytes.
  const workDir = await mkdtemp(join(tmpdir(), 'gateproof-doctor-'));
  const module = `${first.source.goModule!.module}@v${first.version}`;
  const asked = await attempt({ ...context, env: goEnvironment(context.env, workDir) }, 'go', ['list', '-m', module]);
  await rm(workDir, { recursive: true, force: true });
  if (asked.worked) return { name, status: 'ok', measured: `${version.said}; the module proxy has ${module}` };
  return {
    name,
    status: 'fail',
    measured: `${version.said}; ${asked.said}; needed to build ${list}`,
    advice: 'The Go module proxy does not give that module: check the network and `go env GOPROXY`.',
  };
}

async function checkPip(context: CheckContext, needed: ProgramRequest[]): Promise<Check> {
  const name = 'pip';
  const { worked, said } = await attempt(context, 'python3', ['-m', 'pip', '--version']);
  if (worked) return { name, status: 'ok', measured: said.replace(/ from .*\(/, ' (') };
  if (needed.length === 0) return { name, status: 'ok', measured: `${said}; not needed` };
  return {
    name,
    status: 'fail',
    measured: `${said}; needed to fetch ${needed.map((request) => request.name).join(', ')}`,
    advice:
      'Install python3 with pip (packages python3 and python3-pip), or set GATEPROOF_<NAME>_PATH for these programs.',
  };
}

function hostOf(url: string): string {
  return new URL(fillTemplate(url, { version: '0.0.0', platform: hostPlatform() })).host;
}
