export interface AlignedLine {
  left?: string;
  right?: string;
  same: boolean;
}

/** Above this many cells the table of the alignment is not worth its memory; such texts are shown as wholly different. */
const CELL_LIMIT = 1_000_000;

/**
 * Two texts side by side, by their longest common subsequence of lines. `neutral` makes lines comparable that differ only in names
 * that differ by design (the arm's label and namespaces).
 */
export function alignLines(
  left: string[],
  right: string[],
  neutral: { left: (line: string) => string; right: (line: string) => string },
): AlignedLine[] {
  const a = left.map(neutral.left);
  const b = right.map(neutral.right);
  const lengths = a.length * b.length > CELL_LIMIT ? undefined : commonLengths(a, b);
  const aligned: AlignedLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const here = lengths?.[i]?.[j] ?? 0;
    if (i < a.length && j < b.length && a[i] === b[j] && lengths !== undefined)
      aligned.push({ left: left[i++] ?? '', right: right[j++] ?? '', same: true });
    else if (i < a.length && (j >= b.length || (lengths?.[i + 1]?.[j] ?? 0) >= here))
      aligned.push({ left: left[i++] ?? '', same: false });
    else aligned.push({ right: right[j++] ?? '', same: false });
  }
  return pairUp(aligned);
}

/** lengths[i][j]: of the longest common subsequence of a from i and b from j. */
function commonLengths(a: string[], b: string[]): Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i] as Uint32Array, lengths[i + 1] as Uint32Array];
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}

/** Puts lines that differ in the same place beside each other. */
function pairUp(lines: AlignedLine[]): AlignedLine[] {
  const result: AlignedLine[] = [];
  let lefts: string[] = [];
  let rights: string[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(lefts.length, rights.length); index++) {
      const [left, right] = [lefts[index], rights[index]];
      result.push({ ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }), same: false });
    }
    lefts = [];
    rights = [];
  };
  for (const line of lines) {
    if (line.same) {
      flush();
      result.push(line);
    } else {
      if (line.left !== undefined) lefts.push(line.left);
      if (line.right !== undefined) rights.push(line.right);
    }
  }
  flush();
  return result;
}
