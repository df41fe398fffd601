export interface DiffLine {
  in: 'both' | 'left' | 'right';
  text: string;
}

/** Lines of two texts in order, each said to be in one or in both, by a longest common subsequence. For texts of some hundred lines. */
export function lineDiff(left: string[], right: string[]): DiffLine[] {
  const common = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      common[i]![j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ in: 'both', text: left[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < left.length && (j === right.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ in: 'left', text: left[i] ?? '' });
      i += 1;
    } else {
      lines.push({ in: 'right', text: right[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}
