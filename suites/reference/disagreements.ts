import { isDeepStrictEqual } from 'node:util';
import type { Expectation } from '../../src/results/exchange.ts';
import type { Answer } from './answer.ts';
import { headerOf } from './find-rule.ts';

/** Where an answer is not what an expectation states, in words; empty when it is. */
export function disagreements(expected: Expectation, answer: Answer): string[] {
  const problems: string[] = [];
  const check = (what: string, is: unknown, wanted: unknown) => {
    if (wanted !== undefined && !isDeepStrictEqual(is, wanted))
      problems.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
  };
  const { backend, status, seen, responseHeaders, redirect, mirrored, elapsedMs, split, ...unknown } = expected;
  for (const field of Object.keys(unknown)) problems.push(`the reference Gateway knows nothing of ${field}`);

  check('the backend', answer.backend, backend);
  if (status !== undefined && backend === undefined && answer.backend !== undefined)
    problems.push(`${answer.backend} answers, where no backend should`);
  const statuses = [status ?? (backend === undefined ? answer.status : 200)].flat();
  if (!statuses.includes(answer.status)) problems.push(`the status is ${answer.status}, not ${statuses.join(' or ')}`);

  check('the method', answer.seen?.method, seen?.method);
  check('the path', answer.seen?.path, seen?.path);
  check('the host', answer.seen?.host, seen?.host);
  for (const [name, value] of Object.entries(seen?.headers ?? {}))
    check(`the header ${name} that the backend sees`, headerOf(answer.seen?.headers ?? [], name), value);
  for (const [name, value] of Object.entries(responseHeaders ?? {}))
    check(`the response header ${name}`, headerOf(answer.responseHeaders, name), value);
  for (const [part, value] of Object.entries(redirect ?? {}))
    check(`the ${part} of the redirect`, answer.redirect?.[part as 'path'], value);
  for (const [name, value] of Object.entries(mirrored ?? {}))
    check(`whether ${name} is a mirror`, answer.mirrored.includes(name), value);
  if (answer.elapsedMs < (elapsedMs?.min ?? 0) || answer.elapsedMs > (elapsedMs?.max ?? Infinity))
    problems.push(`it takes ${answer.elapsedMs} ms, not ${JSON.stringify(elapsedMs)}`);
  check('the weights', answer.weights && shares(answer.weights), split && shares(split));
  return problems;
}

/** 70 to 30 is 7 to 3. */
function shares(weights: Record<string, number>): Record<string, number> {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / sum]));
}
