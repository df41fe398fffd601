import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { EnvironmentError } from '../errors.ts';
import type { Profile, ProfileVersion } from '../profile/schema.ts';
import { copyWritable } from './copy-writable.ts';
import { downloadModule, type GoOptions } from './go-tool.ts';
import { fillTemplate, hostPlatform } from './platform.ts';

/**
 * Writes the profile's chart to `dir`, as its project's release process would package it: files made from their
 * templates, and the version of the controller as the chart's own.
 */
export async function prepareChart(
  profile: Profile,
  version: ProfileVersion,
  dir: string,
  options: GoOptions,
): Promise<void> {
  const { chart } = profile.install;
  if (chart.goModule === undefined)
    throw new EnvironmentError(`the profile ${profile.name} names no Go module that carries its chart`, {
      code: 'CHART_UNAVAILABLE',
      hint: 'Add install.chart.goModule to the profile.',
    });
  const source = join(await downloadModule(chart.goModule, `v${version.version}`, options), chart.path);
  await copyWritable(source, dir);
  const fill = (text: string) => fillTemplate(text, { version: version.version, platform: hostPlatform() });
  for (const { from, to, variables } of chart.templates) {
    let text = await readFile(join(source, from), 'utf8');
    for (const [name, value] of Object.entries(variables)) text = text.replaceAll(`\${${name}}`, fill(value));
    await writeFile(join(dir, to), text);
  }
  const metadata = parseDocument(await readFile(join(source, 'Chart.yaml'), 'utf8'));
  metadata.set('version', version.version);
  metadata.set('appVersion', `v${version.version}`);
  await writeFile(join(dir, 'Chart.yaml'), stringify(metadata.toJS()));
}
