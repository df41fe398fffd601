/** The names, those most like `wanted` first. */
export function nearestFirst(wanted: string, names: string[]): string[] {
  const distance = new Map(names.map((name) => [name, editDistance(wanted.toLowerCase(), name.toLowerCase())]));
  return [...names].sort((a, b) => distance.get(a)! - distance.get(b)!);
}

/** The one name that was probably meant, if any is near enough. */
export function didYouMean(wanted: string, names: string[]): string | undefined {
  const best = nearestFirst(wanted, names)[0];
  if (best === undefined) return undefined;
  return editDistance(wanted.toLowerCase(), best.toLowerCase()) <= Math.max(2, wanted.length / 3) ? best : undefined;
}

/** Inserted, removed or replaced characters between two words. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
