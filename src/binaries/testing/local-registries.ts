import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const zipScript = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    for name, text in json.loads(sys.argv[2]).items():
        archive.writestr(name, text)
`;

async function zip(path: string, files: Record<string, string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await run('python3', ['-c', zipScript, path, JSON.stringify(files)]);
}

/** Publishes a Go module in a folder that GOPROXY=file://… reads, for tests. */
export async function publishGoModule(
  proxyDir: string,
  module: string,
  version: string,
  files: Record<string, string>,
): Promise<void> {
  const dir = join(proxyDir, module, '@v');
  const inZip = Object.entries(files).map(([name, text]) => [`${module}@${version}/${name}`, text]);
  await zip(join(dir, `${version}.zip`), Object.fromEntries(inZip));
  await writeFile(join(dir, `${version}.mod`), files['go.mod']!);
  await writeFile(join(dir, `${version}.info`), JSON.stringify({ Version: version, Time: '2024-01-01T00:00:00Z' }));
}

/** Publishes a wheel in a folder that pip finds by PIP_FIND_LINKS, for tests. */
export async function publishWheel(
  linksDir: string,
  name: string,
  version: string,
  files: Record<string, string>,
): Promise<void> {
  const base = `${name.replaceAll('-', '_')}-${version}`;
  const info = `${base}.dist-info`;
  await zip(join(linksDir, `${base}-py3-none-any.whl`), {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  });
}

/** Settings under which go and pip know only these folders. */
export function registryEnvironment(proxyDir: string, linksDir: string, scratchDir: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOPROXY: `file://${proxyDir}`,
    GONOSUMDB: '*',
    GOMODCACHE: join(scratchDir, 'modules'),
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: linksDir,
  };
}
