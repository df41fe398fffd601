import { existsSync, lstatSync, mkdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface RootOptions {
  /** Folder for the root and its list of mounts; must not exist. */
  dir: string;
  program: string;
  /** File name of the program inside. */
  programName: string;
  hostname: string;
  podIP: string;
  resolvConf: string;
  mounts: { source: string; target: string }[];
}

export interface ContainerRoot {
  /** Words to put before the command line: mounts and processes in namespaces of its own, then another root. */
  enter: string[];
  /** Path of the program inside. */
  program: string;
}

/** Shared with the host as they are: what a dynamically linked program needs. Everything else is the container's own. */
const shared = ['bin', 'sbin', 'usr', 'lib', 'lib32', 'lib64', 'libx32', 'nix', 'gnu', 'dev', 'sys'];
const sharedInEtc = ['ssl', 'ca-certificates', 'pki', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'localtime'];
const own = ['proc', 'etc', 'tmp', 'var/run', 'var/log', 'var/lib', 'var/tmp', 'run', 'root', 'home', 'gateproof'];

/** First in PATH, so that a manifest's exec commands find the program by its name. */
export const programDir = '/gateproof';

// Programs write to /proc/1 as their container's first process: without a /proc of its own that would be the runner.
const script = 'mount -a -T "$1" && root=$2 && mount -t proc proc "$root/proc" && shift 2 && exec chroot "$root" "$@"';

const namespaces = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=KILL'];

/** Lays out a container's root on the run's tmpfs: no path of the container's manifest is rewritten. */
export function buildRoot(options: RootOptions): ContainerRoot {
  const root = join(options.dir, 'root');
  const table: string[] = [];
  const bind = (source: string, target: string) => {
    const at = join(root, join('/', target));
    if (statSync(source).isDirectory()) mkdirSync(at, { recursive: true });
    else {
      mkdirSync(dirname(at), { recursive: true });
      if (!existsSync(at)) writeFileSync(at, '');
    }
    table.push(`${escapeField(source)} ${escapeField(at)} none rbind 0 0`);
  };
  for (const name of own) mkdirSync(join(root, name), { recursive: true });
  for (const name of shared) share(`/${name}`, join(root, name), bind, name);
  // Envoy keeps shared memory here under a fixed name: neither two containers nor the host may meet in it.
  if (existsSync('/dev/shm')) table.push(`none ${escapeField(join(root, 'dev/shm'))} tmpfs mode=1777,nosuid,nodev 0 0`);
  for (const name of sharedInEtc) if (existsSync(`/etc/${name}`)) bind(`/etc/${name}`, `etc/${name}`);
  const program = `${programDir}/${options.programName}`;
  bind(options.program, program);
  const write = (name: string, content: string) => writeFileSync(join(root, 'etc', name), content);
  write('hosts', `127.0.0.1\tlocalhost\n::1\tlocalhost\n${options.podIP}\t${options.hostname}\n`);
  write('hostname', `${options.hostname}\n`);
  write('resolv.conf', options.resolvConf);
  write('nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
  write('passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
  write('group', 'root:x:0:\nnogroup:x:65534:\n');
  // Outer mount points first.
  for (const { source, target } of [...options.mounts].sort((a, b) => a.target.length - b.target.length))
    bind(source, target);
  const list = join(options.dir, 'mounts');
  writeFileSync(list, `${table.join('\n')}\n`);
  return {
    enter: [...namespaces, 'sh', '-c', script, 'sh', list, root],
    program,
  };
}

function share(source: string, target: string, bind: (source: string, target: string) => void, name: string): void {
  const stat = lstatSync(source, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
  else bind(source, name);
}

/** As fstab(5) wants it. */
function escapeField(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
