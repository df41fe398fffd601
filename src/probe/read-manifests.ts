import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseAllDocuments } from 'yaml';
import { UsageError } from '../errors.ts';
import type { Manifest } from './definition.ts';
import { objectRef } from './edit-manifests.ts';

/** Reads the YAML documents of a probe. Throws UsageError with file, line and column for what is not a Kubernetes object. */
export function readManifests(path: string): Manifest[] {
  const file = basename(path);
  const lines = new LineCounter();
  const bad = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    return new UsageError(`${path}:${line}:${col}: ${message}`, {
      code: 'MALFORMED_MANIFEST',
      hint: 'A manifest file holds plain Gateway API objects, as kubectl apply takes them; docs/add-a-probe.md says what is special.',
    });
  };
  const manifests: Manifest[] = [];
  for (const document of parseAllDocuments(readFileSync(path, 'utf8'), { lineCounter: lines })) {
    const [error] = document.errors;
    if (error !== undefined) throw bad(error.pos[0], error.message.split('\n')[0] ?? 'not YAML');
    const value: unknown = document.toJS();
    if (value === null) continue;
    const offset = document.contents?.range?.[0] ?? document.range[0];
    if (!isObject(value)) throw bad(offset, 'not a Kubernetes object: apiVersion, kind and metadata.name are needed');
    const object = objectRef(value);
    if (manifests.some((manifest) => manifest.object === object)) throw bad(offset, `${object} is there twice`);
    manifests.push({ object, document: value, file, line: lines.linePos(offset).line });
  }
  return manifests;
}

function isObject(value: unknown): value is Manifest['document'] {
  if (value === null || typeof value !== 'object') return false;
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  return (
    typeof apiVersion === 'string' &&
    typeof kind === 'string' &&
    metadata !== null &&
    typeof metadata === 'object' &&
    typeof (metadata as Record<string, unknown>).name === 'string'
  );
}
