import { loadProbes } from '../probe/load-probe.ts';
import { explainProbe } from './explain/explain-probe.ts';
import { print } from './output.ts';
import { findProbe } from './selection.ts';
import { type CommonOptions, terminalSettings } from './settings.ts';

export async function explain([id = '']: string[], options: CommonOptions): Promise<number> {
  const probe = findProbe(await loadProbes(options.suites), id);
  print(explainProbe(probe, terminalSettings(process.stdout)));
  return 0;
}
