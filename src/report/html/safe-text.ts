import { printable } from '../model/printable.ts';

/** JSON that cannot end the script element it stands in, nor open a comment there. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Only web addresses become links; anything else of that place in the results stays text. */
export const webAddress = (url: string): string | undefined => (/^https?:\/\//i.test(url) ? url : undefined);

/** Lines of text in which only line ends are control characters. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');
