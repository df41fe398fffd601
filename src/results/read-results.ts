import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { UsageError } from '../errors.ts';
import { RESULTS_FORMAT, type Results, resultsSchema } from './schema.ts';

const SHOWN_ISSUES = 5;

/**
 * Reads and checks a results file. A partial run is a valid file: `partial` says why it ended early.
 * Throws UsageError (exit 2) that names the file and, where it is not a results file of this format, each wrong path in it.
 */
export async function readResults(file: string): Promise<Results> {
  const document = parseJson(file, await readText(file));
  const format = (document as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format !== RESULTS_FORMAT)
    throw new UsageError(
      `${file}: results format ${format}; this version of gateproof reads format ${RESULTS_FORMAT}`,
      {
        code: 'RESULTS_FORMAT',
        hint: 'Render it with the gateproof version that is named in its identity.',
      },
    );
  const parsed = resultsSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${file} is not a results file:\n${describeIssues(parsed.error)}`, {
    code: 'RESULTS_INVALID',
    hint: 'Give the results.json that `gateproof run` wrote; schema/results.schema.json describes it.',
    cause: parsed.error,
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const what =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : (cause as Error).message;
    throw new UsageError(`cannot read the results ${file}: ${what}`, {
      code: 'RESULTS_NOT_READABLE',
      hint: 'Results are written to gateproof-results/<run id>/results.json unless --out says otherwise.',
      cause,
    });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file} is not JSON: ${(cause as Error).message}`, {
      code: 'RESULTS_NOT_JSON',
      hint: 'gateproof writes results whole or not at all; was this file cut while it was copied?',
      cause,
    });
  }
}

function describeIssues(error: z.ZodError): string {
  const lines = error.issues.slice(0, SHOWN_ISSUES).map((issue) => `  /${issue.path.join('/')}: ${issue.message}`);
  const more = error.issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}
