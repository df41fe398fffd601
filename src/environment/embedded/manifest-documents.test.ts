import { expect, test } from 'vitest';
import { splitDocuments } from './manifest-documents.ts';

test('splits by document and reads only what addresses it', () => {
  const text = `# a comment
---
# Source: chart/a.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    name: not-this
  name: routes.example.com
spec:
  name: nor-this
--- # next
apiVersion: v1
kind: "Secret"
metadata: 
  labels: {a: b}

  name: 'quoted'
data:
  text: |
    kind: Other
    ---- not a separator
---
`;
  expect(splitDocuments(text).map(({ apiVersion, kind, name }) => `${apiVersion} ${kind} ${name}`)).toEqual([
    'apiextensions.k8s.io/v1 CustomResourceDefinition routes.example.com',
    'v1 Secret quoted',
  ]);
  expect(splitDocuments(text)[1]?.text).toContain('---- not a separator');
});
