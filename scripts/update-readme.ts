/**
 * Puts the matrix of a real run into README.md, between its markers.
 *
 *   node scripts/update-readme.ts <results.json>
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderTerminal } from '../src/report/terminal.ts';
import { readResults } from '../src/results/read-results.ts';
import { writeAtomically } from '../src/results/write-atomically.ts';

const BEGIN = '<!-- matrix:begin -->';
const END = '<!-- matrix:end -->';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/update-readme.ts <results.json>');
const results = await readResults(file);
if (results.partial !== undefined)
  throw new Error(`${file} is a partial result (${results.partial}): the README shows whole ones`);

const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const text = readFileSync(readme, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} before ${END}`);
const matrix = renderTerminal(results, { color: false, width: 100 }).trimEnd();
const section = `${BEGIN}\n<!-- node scripts/update-readme.ts <results.json> of a real run -->\n\n\`\`\`text\n${matrix}\n\`\`\`\n\n`;
await writeAtomically(readme, text.slice(0, begin) + section + text.slice(end));
process.stderr.write(`README.md has the matrix of run ${results.run}: ${results.probes.length} probes\n`);
