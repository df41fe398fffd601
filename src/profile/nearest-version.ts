import semver from 'semver';

/**
 * Exact versions by smallest difference in major, then minor, then patch; of two equally near ones the lower first.
 * What is no exact version is left out; a wanted text like "1.8" is read as 1.8.0.
 */
export function nearestVersionsFirst(wanted: string, offered: string[]): string[] {
  const target = semver.coerce(wanted);
  const valid = offered.filter((version) => semver.valid(version) !== null);
  if (target === null) return valid;
  const distance = (version: string) => {
    const { major, minor, patch } = semver.parse(version)!;
    return [Math.abs(major - target.major), Math.abs(minor - target.minor), Math.abs(patch - target.patch)];
  };
  return valid.sort((a, b) => {
    const [da, db] = [distance(a), distance(b)];
    const index = da.findIndex((value, i) => value !== db[i]);
    return index < 0 ? semver.compare(a, b) : da[index]! - db[index]!;
  });
}
