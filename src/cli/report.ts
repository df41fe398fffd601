import { dirname, join, resolve } from 'node:path';
import { REPORTERS } from '../report/registry.ts';
import { renderTerminal } from '../report/terminal.ts';
import { readResults } from '../results/read-results.ts';
import { writeAtomically } from '../results/write-atomically.ts';
import { unknownWord } from './options.ts';
import { checkWritable } from './out-folder.ts';
import { print, say } from './output.ts';
import { terminalSettings } from './settings.ts';

interface ReportOptions {
  format?: string[];
  out?: string;
}

/** `gateproof report`: every rendering is made of the results file and nothing else. */
export async function report([file = '']: string[], { format = ['terminal'], out }: ReportOptions): Promise<number> {
  const known = ['terminal', ...Object.keys(REPORTERS)];
  for (const name of format) if (!known.includes(name)) throw unknownWord(`--format ${name}`, name, known);
  const results = await readResults(file);
  const folder = resolve(out ?? dirname(file));
  const files = Object.entries(REPORTERS).filter(([name]) => format.includes(name));
  if (files.length > 0) await checkWritable(folder);
  for (const [, { file: name, render }] of files) {
    const path = join(folder, name);
    await writeAtomically(path, render(results));
    say(`written: ${path}`);
  }
  const { color, width } = terminalSettings(process.stdout);
  if (format.includes('terminal')) print(renderTerminal(results, { color, width }));
  return 0;
}
