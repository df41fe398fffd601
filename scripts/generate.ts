import { fileURLToPath } from 'node:url';
import { checkOrWrite } from './generate/check-or-write.ts';
import { cliReference } from './generate/cli-reference.ts';
import type { GeneratedFile } from './generate/generated-file.ts';
import { jsonSchemas } from './generate/json-schemas.ts';
import { probeCatalogue } from './generate/probe-catalogue.ts';
import { probeChecksums } from './generate/probe-checksums.ts';

/** Everything that is committed and made from the source: one line for each kind. */
const FILES: GeneratedFile[] = [...jsonSchemas, probeCatalogue, probeChecksums, cliReference];

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const stale = await checkOrWrite(FILES, root, check);

for (const file of stale) process.stdout.write(`${file} ${check ? 'is out of date' : 'written'}\n`);
if (check && stale.length > 0) {
  process.stderr.write('Run `npm run docs` and commit what it writes.\n');
  process.exitCode = 1;
}
