import { describe, expect, test } from 'vitest';
import type { Verdict } from '../results/verdict.ts';
import { decideLook } from './decide-look.ts';
import {
  accepted,
  alive,
  answered,
  arm,
  asked,
  condition,
  deciding,
  facts,
  goodExchanges,
  guard,
  look,
  lookAt,
  noStatus,
  phase,
  refused,
  resolvedRefs,
  routeStatus,
  served,
  shown,
  silent,
  statusOf,
} from './fixture/evidence.ts';
import type { ProbeFacts, UndecidedLook } from './outcomes.ts';
import { summarise } from './summarise.ts';

const expectDecision = (
  of: UndecidedLook,
  verdict: Verdict,
  rule: number,
  reason: string,
  more: Partial<ProbeFacts> = {},
) => expect(decideLook(of, { ...facts, ...more })).toMatchObject({ verdict, rule, reason });

const guardHeld = asked(guard, shown(served('v1', 'treatment')), shown(served('v1', 'control')));
const ignored = asked(deciding, shown(served('v1', 'treatment')), shown(served('v1', 'control')));
const status = (...conditions: Parameters<typeof routeStatus>) => [routeStatus(...conditions)];

test('a good look is supported, and says so in finite inputs', () => {
  expectDecision(look(), 'supported', 7, 'as expected');
  expect(summarise(look(), facts)).toEqual({
    fault: false,
    skipped: false,
    api: 'stored',
    window: 'sound',
    requires: 'met',
    observed: true,
    control: 'met',
    status: 'consistent',
    deciding: 'expected',
    servedAsControl: false,
    guards: 'hold',
    safety: 'held',
    served: true,
    effect: 'none',
  });
});

describe('rules 1 to 6', () => {
  test('a fault of the harness, also in the control', () => {
    expectDecision(look({ fault: 'boom' }), 'error', 1, 'harness fault');
    const faulty = asked(guard, shown(served('v1', 'treatment')), shown({ ...silent, outcome: 'fault' }));
    expectDecision(lookAt([faulty, goodExchanges[1]!]), 'error', 1, 'harness fault');
  });

  test('skipped', () => {
    expect(decideLook(look({ skipped: 'no IPv6' }), facts)).toEqual({
      verdict: 'skipped',
      rule: 2,
      reason: 'cannot be asked here',
      detail: 'no IPv6',
    });
  });

  test('what the API did not store', () => {
    const storing = (more: object) =>
      look({ treatment: arm('treatment', { objects: [{ object: 'HTTPRoute/route', sent: {}, ...more }] }) });
    for (const by of ['schema', 'kind not served'] as const)
      expectDecision(storing({ refusal: { by, message: 'no' } }), 'absent', 3, 'not stored by the API');
    const fields = [{ object: 'HTTPRoute/route', path: '/spec/rules/0/timeouts' }];
    const pruned = (pointer: string) => storing({ stored: {}, pruned: [pointer] });
    for (const pointer of ['/spec/rules/0/timeouts', '/spec/rules/0/timeouts/request', '/spec/rules/0'])
      expectDecision(pruned(pointer), 'absent', 3, 'not stored by the API', { fields });
    for (const pointer of ['/spec/rules/0/timeoutsElse', '/spec/rules/1/timeouts'])
      expectDecision(pruned(pointer), 'supported', 7, 'as expected', { fields });
  });

  test('nothing can be seen', () => {
    expectDecision(look({ baseline: false, phases: [] }), 'inconclusive', 4, 'baseline does not answer');
    expectDecision(look({ starved: { reasons: ['loop delay'] } }), 'inconclusive', 4, 'window starved');
    const fence = { host: 'f', gateway: 'gw', appliedMs: 1, deadlineMs: 30_000 };
    const answeredFence = { ...fence, answeredMs: 2 };
    const fenced = (fences: UndecidedLook['phases'][number]['fences']) =>
      look({ phases: [phase(goodExchanges, { fences })] });
    for (const fences of [
      { treatment: [fence], control: [answeredFence] },
      { treatment: [answeredFence], control: [fence] },
      { treatment: [answeredFence, fence], control: [answeredFence] },
      { treatment: [], control: [answeredFence] },
      { treatment: [answeredFence] },
      {},
    ])
      expectDecision(fenced(fences), 'inconclusive', 4, 'fence does not answer');
    expectDecision(fenced({ treatment: [answeredFence] }), 'supported', 7, 'as expected', { uncontrolled: 'why' });
  });

  test('no samples, no verdict', () => {
    expectDecision(lookAt([]), 'inconclusive', 4, 'no samples');
    expectDecision(look({ phases: [] }), 'inconclusive', 4, 'no samples');
    expectDecision(lookAt([guardHeld]), 'inconclusive', 4, 'no samples');
    expectDecision(
      lookAt([guardHeld, asked(deciding, shown([]), shown(served('v1', 'control')))]),
      'inconclusive',
      4,
      'no samples',
    );
    const { treatment: _none, ...armless } = look();
    expectDecision(armless, 'inconclusive', 4, 'no samples');
  });

  test('a base feature that is missing needs nothing to have been asked', () => {
    const requiring = (...verdicts: Verdict[]) =>
      look({ phases: [], requires: verdicts.map((verdict) => ({ feature: 'UDPRoute', verdict })) });
    expectDecision(requiring('absent'), 'absent', 5, 'a base feature is absent');
    expectDecision(requiring('absent', 'rejected'), 'rejected', 5, 'a base feature is rejected');
    expect(decideLook(requiring('absent'), facts).detail).toBe('UDPRoute is absent');
    expectDecision(requiring('incorrect'), 'inconclusive', 4, 'no samples');
  });

  test('a control that misses its own expectation', () => {
    const missing = asked(deciding, shown(answered(404)), shown(answered(404)));
    expectDecision(lookAt([guardHeld, missing]), 'inconclusive', 6, 'control missed');
    expect(decideLook(lookAt([guardHeld, missing]), facts).detail).toContain(
      '"without the header" is as the treatment must be',
    );
    expectDecision(
      lookAt([asked(guard, shown(served('v1', 'treatment')), shown(answered(404))), goodExchanges[1]!]),
      'inconclusive',
      6,
      'control missed',
    );
    expectDecision(
      lookAt(goodExchanges.map(({ exchange, treatment }) => asked(exchange, treatment))),
      'inconclusive',
      6,
      'control missed',
    );
    const { control: _none, ...alone } = look();
    expectDecision(alone, 'inconclusive', 6, 'control missed');
    const refusedControl = arm('control', {
      objects: [{ object: 'HTTPRoute/route', sent: {}, refusal: { by: 'schema', message: 'no' } }],
    });
    expectDecision(look({ control: refusedControl }), 'inconclusive', 6, 'control missed');
  });
});

describe('status', () => {
  const acceptedTrue = condition('Accepted', 'True');

  test.each([
    ['Accepted False', condition('Accepted', 'False')],
    ['ResolvedRefs False', condition('ResolvedRefs', 'False')],
    ['PartiallyInvalid True', condition('PartiallyInvalid', 'True')],
    ['stale, and used', condition('Accepted', 'False', { observedGeneration: 0 })],
  ])('negative: %s', (_name, negative) => {
    expectDecision(lookAt(goodExchanges, status(negative)), 'partial', 8, 'status contradicts traffic');
    expectDecision(lookAt([guardHeld, ignored], status(negative)), 'incorrect', 10, 'rejected but served');
  });

  test.each([
    ['Unknown', condition('Accepted', 'Unknown')],
    ['Pending', condition('Accepted', 'False', { reason: 'Pending' })],
    ['PartiallyInvalid False', condition('PartiallyInvalid', 'False')],
    ['a route that is not Programmed', condition('Programmed', 'False')],
    ['stale but positive', condition('Accepted', 'True', { observedGeneration: 0 })],
  ])('not negative: %s', (_name, harmless) => {
    expectDecision(lookAt(goodExchanges, status(acceptedTrue, harmless)), 'supported', 7, 'as expected');
  });

  test('a stale condition is flagged', () => {
    const { detail } = decideLook(
      lookAt(goodExchanges, status(condition('Accepted', 'True', { observedGeneration: 0 }))),
      facts,
    );
    expect(detail).toBe('stale, and used: HTTPRoute/route parent gw/http: Accepted True (Accepted)');
  });

  test('what is not stable is not negative', () => {
    const [route] = status(condition('Accepted', 'False'));
    const unstable = { ...route!, parts: route!.parts.map((part) => ({ ...part, stable: false })) };
    expectDecision(lookAt(goodExchanges, [unstable]), 'supported', 7, 'as expected');
  });

  test('a listener counts, a Gateway or class only where a route is not served', () => {
    const partOf = (part: string, ...conditions: ReturnType<typeof condition>[]) => [
      accepted,
      {
        object: part === 'class' ? 'GatewayClass/c' : 'Gateway/gw',
        generation: 1,
        parts: [{ part, conditions, stable: true }],
      },
    ];
    const dropped = [asked(guard, shown(answered(404)), shown(served('v1', 'control'))), goodExchanges[1]!];
    for (const type of ['Accepted', 'Programmed', 'ResolvedRefs'])
      expectDecision(
        lookAt(goodExchanges, partOf('listener gw/http', condition(type, 'False'))),
        'partial',
        8,
        'status contradicts traffic',
      );
    for (const part of ['gateway gw', 'class']) {
      expectDecision(
        lookAt(goodExchanges, partOf(part, condition('Accepted', 'False'))),
        'supported',
        7,
        'as expected',
      );
      expectDecision(lookAt(dropped, partOf(part, condition('Accepted', 'False'))), 'rejected', 9, 'an honest no');
      expectDecision(lookAt(dropped, partOf(part, condition('Programmed', 'False'))), 'incorrect', 13, 'unserved');
    }
  });

  test('missing: of one route, and of all', () => {
    const two = arm('treatment', {
      objects: ['HTTPRoute/route', 'HTTPRoute/other'].map((object) => ({ object, sent: {}, stored: {} })),
    });
    expectDecision(look({ treatment: two }), 'partial', 8, 'status contradicts traffic');
    expect(summarise(look({ treatment: two }), facts).status).toBe('missing');
    expectDecision(lookAt(goodExchanges, []), 'partial', 8, 'status contradicts traffic');
    expect(decideLook(lookAt(goodExchanges, []), facts).detail).toBe('HTTPRoute/route: no status from the controller');
    const deleting = (which: 'treatment' | 'control') =>
      look({
        treatment: two,
        phases: [phase(goodExchanges, { steps: [{ atMs: 1, what: 'delete HTTPRoute/other', arm: which }] })],
      });
    expectDecision(deleting('treatment'), 'supported', 7, 'as expected');
    expectDecision(deleting('control'), 'partial', 8, 'status contradicts traffic');
  });

  test('what the CRD writes is not the controller', () => {
    const unwritten = condition('Accepted', 'Unknown', { lastTransitionTime: '1970-01-01T00:00:00Z' });
    expect(summarise(lookAt(goodExchanges, status(unwritten)), facts).status).toBe('none, alive');
  });

  test('for lack of any status: absent needs proof of life and no served traffic', () => {
    const unserved = [
      asked({ ...guard, control: { refused: true } }, shown(silent, { alive }), shown(silent, { alive })),
    ];
    const { proofOfLife: _life, ...lifeless } = lookAt(unserved, []);
    expectDecision(lookAt(unserved, []), 'absent', 13, 'no status, though the controller is alive');
    expectDecision(lifeless, 'inconclusive', 13, 'no status, and no proof of life');
    expectDecision(lookAt([guardHeld, ignored], []), 'inconclusive', 13, 'served without any status');
    expectDecision(lookAt(unserved), 'ignored', 11, 'accepted and without effect');
  });

  test('a webhook refusal is a no, also where nothing was asked then', () => {
    const treatment = arm('treatment', {
      status: [],
      objects: [{ object: 'HTTPRoute/route', sent: {}, refusal: { by: 'webhook', message: 'denied' } }],
    });
    expectDecision(look({ treatment, phases: [] }), 'rejected', 9, 'an honest no, by webhook');
    expectDecision(look({ treatment }), 'rejected', 9, 'an honest no, by webhook');
    const both = arm('control', { objects: treatment.objects });
    expectDecision(look({ treatment, control: both, phases: [] }), 'inconclusive', 6, 'control missed');
  });
});

describe('rules 9 to 13', () => {
  test('a dropped route that status explains is an honest no, also where the control shows 404 too', () => {
    const no = status(condition('Accepted', 'False'));
    const fallback = { ...guard, name: 'kind', control: { status: 404 } };
    const likeControl = [asked(fallback, shown(answered(404)), shown(answered(404)))];
    expectDecision(lookAt(likeControl, no), 'rejected', 9, 'an honest no');
    expectDecision(lookAt(likeControl), 'ignored', 11, 'accepted and without effect');
  });

  test('a condition that the probe expects never makes it rejected', () => {
    const broken = { ...guard, name: 'broken', expect: { status: 500 }, control: { backend: 'v1' } };
    const right = condition('ResolvedRefs', 'False', { reason: 'BackendNotFound' });
    const wrong = condition('ResolvedRefs', 'False', { reason: 'RefNotPermitted' });
    const repaired = shown(statusOf(condition('ResolvedRefs', 'True')));
    const at = (reason: typeof right, traffic = answered(500)) =>
      lookAt(
        [
          asked(resolvedRefs, shown(statusOf(reason)), repaired),
          asked(broken, shown(traffic), shown(served('v1', 'control'))),
        ],
        status(condition('Accepted', 'True'), reason),
      );
    expectDecision(at(right), 'supported', 7, 'as expected');
    expectDecision(at(wrong), 'incorrect', 13, 'other effect');
    expectDecision(at(right, answered(404)), 'incorrect', 13, 'other effect');
    expectDecision(
      at(right, served('v1', 'treatment')),
      'partial',
      12,
      'some exchanges as expected, the rest without effect',
    );
    const traffic = [asked(broken, shown(answered(500)), shown(served('v1', 'control')))];
    expectDecision(lookAt(traffic, status(right)), 'partial', 8, 'status contradicts traffic');
    const expectsConditions = [{ object: 'HTTPRoute/route', condition: 'ResolvedRefs' }];
    expectDecision(lookAt(traffic, status(right)), 'supported', 7, 'as expected', { expectsConditions });
    expectDecision(
      lookAt(traffic, status(condition('Accepted', 'False'))),
      'partial',
      8,
      'status contradicts traffic',
      { expectsConditions },
    );
  });

  test('an expected condition is expected of the part that the exchange reads', () => {
    const ofListener = {
      ...resolvedRefs,
      send: { ...resolvedRefs.send, object: 'Gateway/gw', listener: 'bad' } as typeof resolvedRefs.send,
    };
    const no = condition('ResolvedRefs', 'False', { reason: 'BackendNotFound' });
    const gateway = (...parts: string[]) => ({
      object: 'Gateway/gw',
      generation: 1,
      parts: parts.map((part) => ({ part, conditions: [no], stable: true })),
    });
    const at = (...parts: string[]) =>
      lookAt(
        [asked(ofListener, shown(statusOf(no)), shown(statusOf(condition('ResolvedRefs', 'True'))))],
        [accepted, gateway(...parts)],
      );
    expectDecision(at('listener gw/bad'), 'supported', 7, 'as expected');
    expectDecision(at('listener bad'), 'supported', 7, 'as expected');
    expectDecision(at('listener gw/bad', 'listener gw/good'), 'partial', 8, 'status contradicts traffic');
  });

  test('status that is not there for a status exchange', () => {
    const without = asked(resolvedRefs, shown(noStatus), shown(statusOf(condition('ResolvedRefs', 'True'))));
    expectDecision(lookAt([without], []), 'absent', 13, 'no status, though the controller is alive');
    expectDecision(lookAt([without]), 'incorrect', 13, 'other effect');
  });

  test('ignored, partial, and why not', () => {
    expectDecision(lookAt([guardHeld, ignored]), 'ignored', 11, 'accepted and without effect');
    const second = asked({ ...deciding, name: 'second' }, shown(answered(404)), shown(served('v1', 'control')));
    expectDecision(
      lookAt([guardHeld, ignored, second]),
      'partial',
      12,
      'some exchanges as expected, the rest without effect',
    );
    const hole = { ...ignored, exchange: { ...deciding, safety: true } };
    expectDecision(lookAt([guardHeld, hole]), 'incorrect', 13, 'guard broken');
    expectDecision(lookAt([guardHeld, hole, second]), 'incorrect', 13, 'guard broken');
    const broken = asked(guard, shown(served('v2', 'treatment')), shown(served('v1', 'control')));
    expectDecision(lookAt([broken, ignored]), 'incorrect', 13, 'guard broken');
    expectDecision(lookAt([broken, second]), 'incorrect', 13, 'guard broken');
  });

  test('a hole is a hole, whatever the status says', () => {
    const hole = { ...ignored, exchange: { ...deciding, safety: true } };
    expectDecision(lookAt([guardHeld, hole], []), 'incorrect', 13, 'guard broken');
    expectDecision(
      lookAt([guardHeld, hole], status(condition('Accepted', 'False'))),
      'incorrect',
      10,
      'rejected but served',
    );
    const elsewhere = asked(
      { ...deciding, safety: true },
      shown(served('v2', 'treatment')),
      shown(served('v1', 'control')),
    );
    expectDecision(
      lookAt([guardHeld, elsewhere], status(condition('Accepted', 'False'))),
      'incorrect',
      10,
      'rejected but served',
    );
    const otherRefusal = asked({ ...deciding, safety: true }, shown(answered(503)), shown(served('v1', 'control')));
    expectDecision(lookAt([guardHeld, otherRefusal]), 'incorrect', 13, 'other effect');
  });

  test('the four ways to be incorrect', () => {
    const treatment = (of: Parameters<typeof shown>[0], more = {}) =>
      asked(guard, shown(of, more), shown(served('v1', 'control')));
    expectDecision(lookAt([treatment(answered(404)), goodExchanges[1]!]), 'incorrect', 13, 'unserved');
    expectDecision(lookAt([treatment(refused, { alive }), goodExchanges[1]!]), 'incorrect', 13, 'unserved');
    expectDecision(lookAt([treatment(refused), goodExchanges[1]!]), 'inconclusive', 4, 'no samples');
    expectDecision(lookAt([treatment(served('v2', 'treatment')), goodExchanges[1]!]), 'incorrect', 13, 'guard broken');
    expectDecision(lookAt([treatment(served('v1', 'control')), goodExchanges[1]!]), 'incorrect', 13, 'crosstalk');
    const other = asked(deciding, shown(answered(500)), shown(served('v1', 'control')));
    expectDecision(lookAt([guardHeld, other]), 'incorrect', 13, 'other effect');
    expect(decideLook(lookAt([guardHeld, other]), facts).detail).toBe(
      '"without the header" is neither as expected nor as the control',
    );
  });
});

describe('what is wrong with the traffic', () => {
  const effect = (expectation: (typeof guard)['expect'], observation = answered(404)) => {
    const failing = asked({ ...guard, expect: expectation }, shown(observation, { alive }), shown(observation));
    return summarise(lookAt([failing, goodExchanges[1]!]), facts).effect;
  };

  test('unserved only where service was expected', () => {
    expect(effect({ backend: 'v1' })).toBe('unserved');
    expect(effect({ backend: 'v1', status: 503 })).toBe('unserved');
    expect(effect({ status: 302 })).toBe('unserved');
    expect(effect({ status: [200, 204] })).toBe('unserved');
    expect(effect({ grpcStatus: 'OK' })).toBe('unserved');
    expect(effect({ status: 500 })).toBe('other');
    expect(effect({ status: [200, 400] })).toBe('other');
    expect(effect({ grpcStatus: 'UNIMPLEMENTED' })).toBe('other');
    expect(effect({ refused: true })).toBe('other');
    expect(effect({ backend: 'v1' }, served('v2', 'treatment'))).toBe('other');
  });

  test('one that was served wrongly is enough for another effect', () => {
    const dropped = asked({ ...guard, name: 'dropped' }, shown(answered(404)), shown(served('v1', 'control')));
    const wrong = asked({ ...guard, name: 'wrong' }, shown(served('v2', 'treatment')), shown(served('v1', 'control')));
    expect(summarise(lookAt([dropped, goodExchanges[1]!]), facts).effect).toBe('unserved');
    expect(summarise(lookAt([dropped, wrong, goodExchanges[1]!]), facts).effect).toBe('other');
  });

  test('one object of the control that was refused is enough to miss', () => {
    const objects = [
      { object: 'HTTPRoute/route', sent: {}, stored: {} },
      { object: 'HTTPRoute/other', sent: {}, refusal: { by: 'schema' as const, message: 'no' } },
    ];
    expect(summarise(look({ control: arm('control', { objects }) }), facts).control).toBe('missed');
  });

  test('a listener that is well says nothing against', () => {
    const well = ['Accepted', 'Programmed', 'ResolvedRefs'].map((type) => condition(type, 'True'));
    const gateway = {
      object: 'Gateway/gw',
      generation: 1,
      parts: [{ part: 'listener gw/http', conditions: [...well, condition('Conflicted', 'False')], stable: true }],
    };
    expect(summarise(lookAt(goodExchanges, [accepted, gateway]), facts).status).toBe('consistent');
  });

  test('one of two served as the control is served as the control', () => {
    const dropped = asked({ ...guard, control: { status: 404 } }, shown(answered(404)), shown(answered(404)));
    expect(summarise(lookAt([dropped, ignored]), facts)).toMatchObject({ deciding: 'control', servedAsControl: true });
    expect(summarise(lookAt([dropped]), facts)).toMatchObject({ deciding: 'control', servedAsControl: false });
  });

  test('one of several probed fields is enough to be absent', () => {
    const fields = ['/spec/a', '/spec/b'].map((path) => ({ object: 'HTTPRoute/route', path }));
    const treatment = arm('treatment', {
      objects: [{ object: 'HTTPRoute/route', sent: {}, stored: {}, pruned: ['/spec/b'] }],
    });
    expect(summarise(look({ treatment }), { ...facts, fields }).api).toBe('not stored');
  });
});

describe('uncontrolled', () => {
  const alone = { uncontrolled: 'nothing can be left out' };
  test('all exchanges decide; it is never ignored or partial by traffic', () => {
    const { control: _none, ...one } = lookAt([asked(guard, shown(served('v1', 'treatment')))]);
    expectDecision(one, 'supported', 7, 'as expected', alone);
    expect(summarise(one, { ...facts, ...alone })).toMatchObject({ control: 'none', deciding: 'expected' });
    const { control: _no, ...both } = lookAt([
      asked(guard, shown(served('v1', 'treatment'))),
      asked(deciding, shown(served('v1', 'treatment'))),
    ]);
    expectDecision(both, 'incorrect', 13, 'other effect', alone);
    const { control: _not, ...unserved } = lookAt([asked(guard, shown(answered(404)))]);
    expectDecision(unserved, 'incorrect', 13, 'unserved', alone);
    expectDecision(
      { ...unserved, treatment: arm('treatment', { status: status(condition('Accepted', 'False')) }) },
      'rejected',
      9,
      'an honest no',
      alone,
    );
  });
});
