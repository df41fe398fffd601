import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { toInstallManifest } from './install-manifest.ts';

const rendered = `---
# Source: chart/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, annotations: { on: "yes", date: 2024-01-01, time: 12:30 } }
spec: { mode: 0644, flag: yes, text: "0644" }
---
# only a comment
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gateways.gateway.networking.k8s.io }
spec: { group: gateway.networking.k8s.io }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: proxies.example.test }
spec: { group: example.test }
`;

test("keeps the chart's own objects, in order, with the values that Kubernetes tools would read", () => {
  const objects = parseAllDocuments(toInstallManifest(rendered)).map((document) => document.toJS());
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(['proxies.example.test', 'controller']);
  expect(objects[1]).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'controller', annotations: { true: 'yes', date: '2024-01-01', time: '12:30' } },
    spec: { mode: 0o644, flag: true, text: '0644' },
  });
});
