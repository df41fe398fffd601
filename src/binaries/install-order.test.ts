import { expect, test } from 'vitest';
import { inInstallOrder, isGatewayApiObject } from './install-order.ts';

const object = (kind: string, name: string, hook?: string, weight = '0') => ({
  kind,
  metadata: { name, ...(hook ? { annotations: { 'helm.sh/hook': hook, 'helm.sh/hook-weight': weight } } : {}) },
});

test('definitions, then pre-install hooks by weight, then the rest; other hooks are left out', () => {
  const ordered = inInstallOrder([
    object('Deployment', 'controller'),
    object('Job', 'certgen', 'pre-install, pre-upgrade'),
    object('Pod', 'smoke', 'test'),
    object('Job', 'after', 'post-install'),
    object('RoleBinding', 'certgen', 'pre-install', '-1'),
    object('Role', 'certgen', 'pre-install', '-1'),
    object('CustomResourceDefinition', 'crd'),
    object('Namespace', 'ns'),
  ]);
  expect(ordered.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
    'Namespace/ns',
    'CustomResourceDefinition/crd',
    'Role/certgen',
    'RoleBinding/certgen',
    'Job/certgen',
    'Deployment/controller',
    'Job/after',
  ]);
});

test("only Gateway API's own definitions and their guard are told apart", () => {
  const definition = (group: string) => ({ kind: 'CustomResourceDefinition', spec: { group } });
  expect(isGatewayApiObject(definition('gateway.networking.k8s.io'))).toBe(true);
  expect(isGatewayApiObject(definition('gateway.networking.x-k8s.io'))).toBe(true);
  expect(isGatewayApiObject(definition('gateway.envoyproxy.io'))).toBe(false);
  const guard = { kind: 'ValidatingAdmissionPolicy', metadata: { name: 'safe-upgrades.gateway.networking.k8s.io' } };
  expect(isGatewayApiObject(guard)).toBe(true);
  expect(isGatewayApiObject({ ...guard, metadata: { name: 'own.example.test' } })).toBe(false);
});
