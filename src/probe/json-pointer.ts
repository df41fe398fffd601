/** JSON pointers (RFC 6901) on plain documents. */
const parse = (pointer: string): string[] => {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new Error(`JSON pointer ${JSON.stringify(pointer)} does not begin with "/"`);
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const child = (node: unknown, key: string): unknown =>
  node !== null && typeof node === 'object' ? (node as Record<string, unknown>)[key] : undefined;

/** The value at the pointer, or undefined. */
export function getAt(document: unknown, pointer: string): unknown {
  return parse(pointer).reduce(child, document);
}

/** Sets the value, creating objects on the way; `undefined` removes the member (array elements close up). Changes `document`. */
export function setAt(document: unknown, pointer: string, value: unknown): void {
  const tokens = parse(pointer);
  const last = tokens.pop();
  if (last === undefined) throw new Error('a JSON pointer to the whole document cannot be set');
  let node = document as Record<string, unknown>;
  for (const token of tokens) {
    if (child(node, token) === undefined) {
      if (value === undefined) return;
      node[token] = {};
    }
    node = child(node, token) as Record<string, unknown>;
  }
  if (value !== undefined) {
    if (Array.isArray(node) && last === '-') node.push(value);
    else node[last] = value;
  } else if (Array.isArray(node)) node.splice(Number(last), 1);
  else delete node[last];
}
