import { readFileSync } from 'node:fs';

/** One YAML document that is sent to the API server as it is; only what is needed to address it is read from it. */
export interface ManifestDocument {
  apiVersion: string;
  kind: string;
  name: string;
  text: string;
}

/**
 * Splits a file of YAML documents by text. CRDs are megabytes of YAML: the API server parses them anyway, and doing it here too
 * would cost a run more than a second.
 */
export function splitDocuments(text: string): ManifestDocument[] {
  const documents: ManifestDocument[] = [];
  for (const part of text.split(/^---[ \t]*(?:#.*)?$/m)) {
    const apiVersion = topLevel(part, 'apiVersion');
    const kind = topLevel(part, 'kind');
    if (!apiVersion || !kind) continue;
    documents.push({ apiVersion, kind, name: metadataName(part), text: part });
  }
  return documents;
}

function topLevel(text: string, key: string): string | undefined {
  return unquote(new RegExp(`^${key}:[ \\t]*(\\S+)`, 'm').exec(text)?.[1]);
}

function metadataName(text: string): string {
  const block = /^metadata:[ \t]*\n((?:[ \t]+.*\n|\n)+)/m.exec(`${text}\n`)?.[1] ?? '';
  return unquote(/^ {2}name:[ \t]*(\S+)/m.exec(block)?.[1]) ?? '';
}

function unquote(text: string | undefined): string | undefined {
  return text?.replace(/^(['"])(.*)\1$/, '$2');
}

/** Documents of all the files, in order. */
export function readDocuments(paths: string[]): ManifestDocument[] {
  return paths.flatMap((path) => splitDocuments(readFileSync(path, 'utf8')));
}
