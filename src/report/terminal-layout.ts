import { styleText } from 'node:util';
import type { Verdict } from '../results/verdict.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns of the terminal; the matrix uses from 80 to 120 of them. */
  width: number;
}

type Style = Parameters<typeof styleText>[0];

export const VERDICT_STYLES: Record<Verdict, Style> = {
  incorrect: ['red', 'bold'],
  ignored: ['magenta', 'bold'],
  rejected: 'yellow',
  partial: 'yellow',
  supported: 'green',
  absent: 'gray',
  inconclusive: 'cyan',
  error: ['red', 'inverse'],
  skipped: 'gray',
};

const MIN_WIDTH = 80;
const MAX_WIDTH = 120;

/** Lines of text within a width; styles are applied after padding, so that they never count as columns. */
export class TerminalLayout {
  readonly width: number;
  readonly #color: boolean;

  constructor({ color, width }: TerminalOptions) {
    this.#color = color;
    this.width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width));
  }

  style(style: Style, text: string): string {
    return this.#color ? styleText(style, text, { validateStream: false }) : text;
  }

  /** Pads or cuts to exactly `columns`; what was cut ends with "…". */
  cell(text: string, columns: number): string {
    const characters = [...text];
    if (characters.length <= columns) return text + ' '.repeat(columns - characters.length);
    return `${characters.slice(0, columns - 1).join('')}…`;
  }

  /** Words in lines that start with `indent` spaces; words longer than a line are broken. */
  wrap(text: string, indent: number): string[] {
    const room = this.width - indent;
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ').flatMap((each) => chunks(each, room))) {
      const joined = line === '' ? word : `${line} ${word}`;
      if ([...joined].length <= room) line = joined;
      else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line].map((each) => ' '.repeat(indent) + each);
  }

  /** A label and a value that wraps under itself. */
  fact(label: string, value: string, columns: number): string[] {
    const [first = '', ...rest] = this.wrap(value, columns + 2);
    return [`  ${this.style('dim', this.cell(label, columns))}${first.slice(columns + 2)}`, ...rest];
  }
}

function chunks(word: string, size: number): string[] {
  const characters = [...word];
  if (characters.length <= size) return [word];
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}
