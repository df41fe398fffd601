import { describe, expect, test } from 'vitest';
import type { Exchange, StatusSend } from '../results/exchange.ts';
import {
  accepted,
  arm,
  asked,
  condition,
  facts,
  goodExchanges,
  look,
  lookAt,
  noStatus,
  phase,
  routeStatus,
  shown,
} from './fixture/evidence.ts';
import type { UndecidedLook } from './outcomes.ts';
import { readStatus } from './read-status.ts';

const read = (of: UndecidedLook) => readStatus(of, facts, true);
const reads = (send: Omit<StatusSend, 'protocol'>, expectation: Exchange['expect']) =>
  asked(
    { name: 'status', send: { protocol: 'status', ...send }, expect: expectation },
    shown(noStatus),
    shown(noStatus),
  );

test('without a treatment there is nothing to read, and nothing missing', () => {
  const { treatment: _none, ...empty } = look();
  expect(read(empty)).toEqual({ refused: [], negative: [], missing: [], none: false, stale: [] });
});

describe('which objects must be spoken of', () => {
  const withObjects = (status: ReturnType<typeof routeStatus>[], ...objects: string[]) =>
    look({
      treatment: arm('treatment', { status, objects: objects.map((object) => ({ object, sent: {}, stored: {} })) }),
    });

  test('routes, also beside other objects', () => {
    expect(read(withObjects([], 'Service/x', 'HTTPRoute/route'))).toMatchObject({
      missing: ['HTTPRoute/route'],
      none: true,
    });
    expect(read(withObjects([accepted], 'Service/x', 'HTTPRoute/route'))).toMatchObject({ missing: [], none: false });
    expect(read(withObjects([accepted], 'HTTPRoute/route', 'TCPRoute/b'))).toMatchObject({
      missing: ['TCPRoute/b'],
      none: false,
    });
  });

  test('Gateways where there is no route', () => {
    const gateway = (status: 'True' | 'Unknown', lastTransitionTime: string) => ({
      object: 'Gateway/gw',
      generation: 1,
      parts: [
        { part: 'gateway gw', conditions: [condition('Accepted', status, { lastTransitionTime })], stable: true },
      ],
    });
    const epoch = '1970-01-01T00:00:00Z';
    expect(read(withObjects([gateway('Unknown', epoch)], 'Gateway/gw'))).toMatchObject({ none: true });
    expect(read(withObjects([gateway('True', epoch)], 'Gateway/gw'))).toMatchObject({ none: false });
    expect(read(withObjects([gateway('Unknown', '2026-08-20T10:00:00Z')], 'Gateway/gw'))).toMatchObject({
      none: false,
    });
    expect(read(withObjects([], 'Gateway/gw'))).toMatchObject({ none: false });
  });

  test('not a route of which the probe allows that nothing is said, nor one that was never stored or is deleted', () => {
    const absent = [
      ...goodExchanges,
      reads({ object: 'HTTPRoute/route', condition: 'Accepted' }, { absentCondition: true }),
    ];
    expect(read(lookAt(absent, []))).toMatchObject({ missing: [], none: false });
    const stated = [
      ...goodExchanges,
      reads({ object: 'HTTPRoute/route', condition: 'Accepted' }, { condition: { status: 'True' } }),
    ];
    expect(read(lookAt(stated, []))).toMatchObject({ missing: ['HTTPRoute/route'], none: true });
    const unstored = look({
      treatment: arm('treatment', { status: [], objects: [{ object: 'HTTPRoute/route', sent: {} }] }),
    });
    expect(read(unstored)).toMatchObject({ missing: [], none: false });
    const steps = (...what: string[]) =>
      look({
        treatment: arm('treatment', { status: [] }),
        phases: [
          phase(goodExchanges, { steps: what.map((each) => ({ atMs: 1, what: each, arm: 'treatment' as const })) }),
        ],
      });
    expect(read(steps('delete HTTPRoute/route')).missing).toEqual([]);
    expect(read(steps('delete HTTPRoute/route', 'apply HTTPRoute/route')).missing).toEqual(['HTTPRoute/route']);
    expect(read(steps('delete HTTPRoute/other', 'patch HTTPRoute/route /spec')).missing).toEqual(['HTTPRoute/route']);
  });
});

describe('which negative conditions the probe expects', () => {
  const parts = (...named: string[]) => ({
    object: 'HTTPRoute/route',
    generation: 1,
    parts: named.map((part) => ({ part, conditions: [condition('Accepted', 'False')], stable: true })),
  });
  const unexpected = (send: Omit<StatusSend, 'protocol'>, ...named: string[]) =>
    read(lookAt([reads(send, { condition: { status: 'False' } })], [parts(...named)])).negative.map(
      (words) => words.split(':')[0],
    );
  const route = { object: 'HTTPRoute/route', condition: 'Accepted' };

  test('of the parent that the exchange reads', () => {
    const all = ['parent a', 'parent a/x', 'parent b/x'];
    const named = (...which: string[]) => which.map((part) => `HTTPRoute/route ${part}`);
    expect(unexpected(route, ...all)).toEqual([]);
    expect(unexpected({ ...route, gateway: 'a' }, ...all)).toEqual(named('parent b/x'));
    expect(unexpected({ ...route, listener: 'x' }, ...all)).toEqual(named('parent a'));
    expect(unexpected({ ...route, gateway: 'b', listener: 'x' }, ...all)).toEqual(named('parent a', 'parent a/x'));
    expect(unexpected({ ...route, object: 'HTTPRoute/other' }, 'parent a')).toEqual(named('parent a'));
    expect(unexpected({ ...route, condition: 'ResolvedRefs' }, 'parent a')).toEqual(named('parent a'));
  });

  test('an exchange that expects it to be good, or that reads a field, expects nothing bad', () => {
    const negative = (
      expectation: Exchange['expect'],
      send: Omit<StatusSend, 'protocol'> = route,
      shownOf = parts('parent a'),
    ) => read(lookAt([reads(send, expectation)], [shownOf])).negative.length;
    expect(negative({ condition: { status: 'False' } })).toBe(0);
    expect(negative({ absentCondition: true })).toBe(0);
    expect(negative({ condition: { status: 'True' } })).toBe(1);
    expect(negative({ value: 1 }, { object: 'HTTPRoute/route', field: '/x' })).toBe(1);
    const invalid = routeStatus(condition('PartiallyInvalid', 'True'));
    const partially = { object: 'HTTPRoute/route', condition: 'PartiallyInvalid' };
    expect(negative({ condition: { status: 'True' } }, partially, invalid)).toBe(0);
    expect(negative({ condition: { status: 'False' } }, partially, invalid)).toBe(1);
    expect(negative({ absentCondition: true }, partially, invalid)).toBe(1);
  });

  test('of the Gateway itself, not of its listeners', () => {
    const gateway = {
      object: 'Gateway/gw',
      generation: 1,
      parts: ['gateway gw', 'listener gw/x'].map((part) => ({
        part,
        conditions: [condition('Accepted', 'False')],
        stable: true,
      })),
    };
    const at = (send: Omit<StatusSend, 'protocol'>) =>
      readStatus(lookAt([reads(send, { condition: { status: 'False' } })], [accepted, gateway]), facts, false).negative;
    expect(at({ object: 'Gateway/gw', condition: 'Accepted' })).toEqual([
      'Gateway/gw listener gw/x: Accepted False (Invalid)',
    ]);
    expect(at({ object: 'Gateway/gw', condition: 'Accepted', listener: 'x' })).toEqual([
      'Gateway/gw gateway gw: Accepted False (Invalid)',
    ]);
  });
});
