import { type Document, isMap, isNode, type LineCounter, type Node, type Pair } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from './nearest-name.ts';

/**
 * One line per fault: file:line:col, the path in the document, what stands there, what is wanted.
 * `known` gives the keys that the schema allows at a path, for unknown keys.
 */
export function describeSchemaFaults(
  issues: z.core.$ZodIssue[],
  source: { file: string; document: Document; lines: LineCounter; known: (path: PropertyKey[]) => string[] },
): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [describe(issue.path, wantedOf(issue), source)];
    return issue.keys.map((key) => {
      const allowed = source.known(issue.path);
      const meant = didYouMean(key, allowed);
      const advice = meant ? `did you mean ${meant}?` : `allowed here: ${allowed.join(', ')}`;
      return `${where([...issue.path, key], source, true)}: unknown key ${key}; ${advice}`;
    });
  });
}

type Source = Parameters<typeof describeSchemaFaults>[1];

function describe(path: PropertyKey[], wanted: string, source: Source): string {
  const node = source.document.getIn(path, true);
  const got = node === undefined ? 'nothing' : shorten(JSON.stringify(isNode(node) ? node.toJSON() : node));
  return `${where(path, source, false)}: got ${got}, wanted ${wanted}`;
}

function where(path: PropertyKey[], source: Source, atKey: boolean): string {
  const offset = offsetOf(path, source.document, atKey);
  const { line, col } = source.lines.linePos(offset);
  return `${source.file}:${line}:${col}: ${path.join('.') || 'the document'}`;
}

/** Where the value (or its key) starts; for a missing one, where its parent starts. */
function offsetOf(path: PropertyKey[], document: Document, atKey: boolean): number {
  if (atKey) {
    const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
    const pair = isMap(parent) ? parent.items.find((item) => keyOf(item) === path.at(-1)) : undefined;
    const range = (pair?.key as Node | undefined)?.range;
    if (range) return range[0];
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOf(pair: Pair): unknown {
  return isNode(pair.key) ? pair.key.toJSON() : pair.key;
}

function wantedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  return issue.message;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
