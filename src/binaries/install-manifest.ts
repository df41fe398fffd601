import { type DocumentOptions, type ParseOptions, parseAllDocuments, type SchemaOptions, stringify } from 'yaml';
import { inInstallOrder, isGatewayApiObject, type RenderedObject } from './install-order.ts';

/** YAML as Kubernetes tools read it: 1.1 (0644 is octal), but dates and clock times stay strings. */
const kubernetesYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === 'string' || (!tag.tag.endsWith(':timestamp') && tag.format !== 'TIME')),
};

/** Of what `helm template` prints, the objects that an install creates, in order, without Gateway API's own. */
export function toInstallManifest(rendered: string): string {
  const objects = parseAllDocuments(rendered, kubernetesYaml)
    .map((document) => document.toJS() as RenderedObject | null)
    .filter((object): object is RenderedObject => object !== null && object.kind !== undefined);
  return inInstallOrder(objects.filter((object) => !isGatewayApiObject(object)))
    .map((object) => `---\n${stringify(object, { version: '1.1', lineWidth: 0 })}`)
    .join('');
}
