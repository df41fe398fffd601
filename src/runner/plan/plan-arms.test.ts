import { beforeAll, describe, expect, test } from 'vitest';
import type { Probe } from '../../probe/definition.ts';
import { loadProbes } from '../../probe/load-probe.ts';
import type { ArmPlan } from './arm-plan.ts';
import { ATTACH_LABEL } from './labels.ts';
import type { Plan } from './plan-arms.ts';
import { FENCE_LISTENER, planArms } from './plan-arms.ts';

interface Listener {
  name: string;
  protocol: string;
  port: number;
  hostname?: string;
}

const input = {
  run: 'r1a2b3c4',
  className: 'gp-r1a2b3c4',
  controllerName: 'example.com/controller',
  ports: { http: 80, https: 443, pool: [9001, 9099] as [number, number] },
};

/** Every probe that comes with gateproof, planned as a run plans them. */
let probes: Probe[];
let plan: Plan;
beforeAll(async () => {
  probes = await loadProbes();
  plan = planArms(
    probes.map((probe) => ({ probe, look: 1 })),
    input,
  );
});

const listenersOf = (document: object) => (document as { spec: { listeners: Listener[] } }).spec.listeners;
const objectsOf = (arm: ArmPlan) => arm.objects.map(({ document }) => document);

test('the same probes give the same plan', () => {
  const again = planArms(
    probes.map((probe) => ({ probe, look: 1 })),
    input,
  );
  expect(JSON.stringify(again)).toBe(JSON.stringify(plan));
});

test('no two arms share a label, a namespace, or a host name', () => {
  expect(new Set(plan.arms.map(({ label }) => label)).size).toBe(plan.arms.length);
  const namespaces = plan.arms.flatMap((arm) => Object.values(arm.namespaces));
  expect(new Set(namespaces).size).toBe(namespaces.length);
  for (const namespace of namespaces) expect(namespace).toMatch(/^[a-z0-9-]{1,63}$/);
  for (const arm of plan.arms)
    for (const { spec } of objectsOf(arm))
      for (const host of (spec as { hostnames?: string[] } | undefined)?.hostnames ?? [])
        expect(host).toContain(`.${arm.label}.example.`);
});

describe('shared Gateways', () => {
  test('have few listeners, each with a place of its own, and none catches all', () => {
    for (const { document } of plan.shared) {
      const listeners = listenersOf(document);
      expect(listeners.length).toBeLessThanOrEqual(16);
      const places = listeners.map(
        ({ protocol, port, hostname }) => `${protocol === 'UDP' ? 'UDP' : 'TCP'} ${port} ${hostname}`,
      );
      expect(new Set(places).size).toBe(places.length);
      for (const { protocol, hostname, port } of listeners)
        if (protocol === 'TCP' || protocol === 'UDP') expect(port >= 9001 && port <= 9099).toBe(true);
        else expect(hostname).toMatch(/\./);
      expect(listeners.filter(({ name }) => name === FENCE_LISTENER)).toHaveLength(1);
    }
  });

  test('every route of an arm names a listener that exists, and may attach to it from its own namespace only', () => {
    for (const arm of plan.arms.filter(({ probe }) => probe.gateways === 'shared'))
      for (const { kind, spec } of objectsOf(arm)) {
        if (!kind.endsWith('Route')) continue;
        for (const ref of (spec as { parentRefs: { name: string; sectionName: string }[] }).parentRefs) {
          const gateway = plan.shared.find(({ name }) => name === ref.name);
          const listener = listenersOf(gateway?.document ?? {}).find(({ name }) => name === ref.sectionName);
          expect(JSON.stringify(listener)).toContain(ATTACH_LABEL);
        }
      }
  });

  test('there is one even when no probe needs it: the baseline does', () => {
    expect(planArms([], input).shared).toHaveLength(1);
  });

  test('a limit is kept by beginning another', () => {
    const narrow = planArms(
      probes.map((probe) => ({ probe, look: 1 })),
      { ...input, maxListeners: 6 },
    );
    for (const { document } of narrow.shared) expect(listenersOf(document).length).toBeLessThanOrEqual(6);
    expect(narrow.shared.length).toBeGreaterThan(plan.shared.length);
  });
});

test('own Gateways are as written, with one listener more for the fence', () => {
  for (const arm of plan.arms.filter(({ probe }) => probe.gateways === 'own'))
    for (const object of arm.objects.filter(({ document }) => document.kind === 'Gateway')) {
      const written = listenersOf(object.manifest);
      const planned = listenersOf(object.document);
      expect(planned.map(({ name }) => name)).toEqual([...written.map(({ name }) => name), FENCE_LISTENER]);
      expect(object.upFront).toBe(true);
    }
});

test('the two arms of a probe differ, unless the treatment is replaced by the control', () => {
  const strip = (arm: ArmPlan) => JSON.stringify([objectsOf(arm), arm.phases]).replaceAll(arm.label, 'ARM');
  const pairs = (of: Plan) =>
    probes.map((probe) => of.arms.filter((arm) => arm.probe.id === probe.id)).filter((arms) => arms.length === 2) as [
      ArmPlan,
      ArmPlan,
    ][];
  // What differs on a shared Gateway is in its listeners.
  const own = (of: Plan) =>
    pairs(of).filter(
      ([{ probe }]) =>
        !probe.control.some(
          (edit) => 'object' in edit && edit.object.startsWith('Gateway/') && probe.gateways === 'shared',
        ),
    );
  for (const [treatment, control] of own(plan)) expect(strip(treatment), treatment.probe.id).not.toBe(strip(control));
  const mutant = planArms(
    probes.map((probe) => ({ probe, look: 1 })),
    { ...input, treatmentIsControl: true },
  );
  for (const [treatment, control] of own(mutant)) expect(strip(treatment), treatment.probe.id).toBe(strip(control));
});
