/** One word of a POSIX shell; where there are control characters, in the `$'…'` form of bash, zsh and ksh. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(word))
    return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = [...Buffer.from(word)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === '\\' || character === "'") return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped.join('')}'`;
}

const LINE_LENGTH = 110;

/** A command on one line, or, where that is too long to be read, with a line for each group of arguments. */
export function shellCommand(program: string, args: string[][]): string {
  const groups = [program, ...args.map((group) => group.map(shellQuote).join(' '))];
  const line = groups.join(' ');
  return line.length <= LINE_LENGTH ? line : groups.join(' \\\n  ');
}
