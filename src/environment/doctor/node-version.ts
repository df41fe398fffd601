import semver from 'semver';
import type { Check } from './check.ts';

const wanted = '>=22.19';

/** The Node that runs this process. */
export function checkNodeVersion(version = process.versions.node): Check {
  if (semver.satisfies(version, wanted)) return { name: 'node', status: 'ok', measured: `Node ${version}` };
  return {
    name: 'node',
    status: 'fail',
    measured: `Node ${version}, wanted ${wanted}`,
    advice: 'Install Node 24 or later.',
  };
}
