import type { Edit, Manifest } from './definition.ts';
import { getAt, setAt } from './json-pointer.ts';

/** `Kind/name`, or `Kind/namespace/name` where the document names a namespace. */
export function objectRef(document: { kind: string; metadata: { name: string; namespace?: string } }): string {
  const { name, namespace } = document.metadata;
  return namespace === undefined ? `${document.kind}/${name}` : `${document.kind}/${namespace}/${name}`;
}

/**
 * The control's manifests: the treatment's with the edits done.
 * Throws when an edit names an object or a place that is not there: such a control would be the treatment again.
 */
export function editManifests(manifests: Manifest[], edits: Edit[]): Manifest[] {
  let edited = manifests.map((manifest) => ({ ...manifest, document: structuredClone(manifest.document) }));
  for (const edit of edits) {
    if (edit.edit === 'add') {
      const document = structuredClone(edit.manifest) as Manifest['document'];
      edited.push({ object: objectRef(document), document, file: 'control', line: 0 });
      continue;
    }
    const manifest = edited.find(({ object }) => object === edit.object);
    if (manifest === undefined) {
      const known = edited.map(({ object }) => object).join(', ');
      throw new Error(`the control names ${edit.object}, which the manifests do not have; they have ${known}`);
    }
    if (edit.edit === 'leave out') {
      edited = edited.filter((candidate) => candidate !== manifest);
      continue;
    }
    if (edit.edit === 'erase' && getAt(manifest.document, edit.path) === undefined)
      throw new Error(`the control erases ${edit.path} of ${edit.object}, where nothing is`);
    setAt(manifest.document, edit.path, edit.edit === 'erase' ? undefined : structuredClone(edit.value));
  }
  return edited;
}
