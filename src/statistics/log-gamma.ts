// Lanczos approximation, g = 7, nine terms (Godfrey): relative error below 1e-13 for positive x.
const G = 7;
const FIRST = 0.99999999999980993;
const TERMS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0. Throws RangeError otherwise. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs a positive number, got ${x}`);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  const sum = TERMS.reduce((total, term, index) => total + term / (y + index + 1), FIRST);
  const t = y + G + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

const logFactorials: number[] = [0];

/** Natural logarithm of n!, for whole n; kept, because a distribution needs all of them. */
function logFactorial(n: number): number {
  while (logFactorials.length <= n) logFactorials.push(logGamma(logFactorials.length + 1));
  return logFactorials[n] ?? Number.NaN;
}

/** Natural logarithm of "n choose k". */
export const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
