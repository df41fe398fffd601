import { expect, test } from 'vitest';
import { rollUpFeatures } from '../results/roll-up-features.ts';
import type { Look, ProbeResult, Results } from '../results/schema.ts';
import { resultsSchema } from '../results/schema.ts';
import { RULES_VERSION } from '../results/verdict.ts';
import { decideLook } from './decide-look.ts';
import {
  alive,
  answered,
  asked,
  condition,
  deciding,
  goodExchanges,
  guard,
  look,
  lookAt,
  RUN,
  routeStatus,
  sampled,
  served,
  shown,
  silent,
} from './fixture/evidence.ts';
import { combine } from './looks.ts';
import type { UndecidedLook } from './outcomes.ts';
import { verify } from './verify.ts';

function probe(id: string, feature: string, undecided: UndecidedLook[], more: Partial<ProbeResult> = {}): ProbeResult {
  const looks = undecided.map((one, index): Look => {
    const numbered = { ...one, number: index + 1 };
    return { ...numbered, decision: decideLook(numbered, { run: RUN, ...more }) };
  });
  return {
    id,
    features: [feature],
    revision: 1,
    checksum: 'c',
    title: id,
    level: 'core',
    spec: { section: 's', url: 'u', quote: 'q' },
    safety: looks.some(({ phases }) =>
      phases.some(({ exchanges }) => exchanges.some(({ exchange }) => exchange.safety === true)),
    ),
    scheduling: 'shared',
    looks,
    decision: combine(looks),
    ...more,
  };
}

/** One run with a probe for each kind of evidence. */
function results(): Results {
  const unserved = [
    asked({ ...guard, control: { refused: true } }, shown(silent, { alive }), shown(silent, { alive })),
  ];
  const split = {
    name: 'split',
    send: { ...guard.send, sample: { count: 3000, connections: 'kept' as const } } as typeof guard.send,
    expect: { split: { v1: 90, v2: 10 } },
    control: { split: { v1: 1, v2: 1 } },
  };
  const ignored = [
    goodExchanges[0]!,
    asked(deciding, shown(served('v1', 'treatment')), shown(served('v1', 'control'))),
  ];
  const probes = [
    probe('a/supported', 'HTTPRoute', [look()], {
      fields: [{ object: 'HTTPRoute/route', path: '/spec/rules/0/matches' }],
    }),
    probe('a/ignored', 'HTTPRouteMethodMatching', [lookAt(ignored), lookAt(ignored)]),
    probe('a/split', 'HTTPRoute', [
      lookAt([asked(split, shown(sampled({ v1: 2700, v2: 300 })), shown(sampled({ v1: 1500, v2: 1500 })))]),
    ]),
    probe('a/refusal', 'ReferenceGrant', [
      lookAt([
        asked(
          { ...guard, safety: true, expect: { refused: true }, control: { backend: 'v1' } },
          shown(silent, { alive }),
          shown(served('v1', 'control')),
        ),
      ]),
    ]),
    probe('a/kind', 'UDPRoute', [lookAt(unserved, []), lookAt(unserved, [])]),
    probe('a/expecting', 'HTTPRoute', [lookAt(goodExchanges, [routeStatus(condition('Accepted', 'False'))])], {
      expectsConditions: [{ object: 'HTTPRoute/route', condition: 'Accepted' }],
    }),
    probe('a/uncontrolled', 'HTTPRoute', [lookAt([asked(guard, shown(served('v1', 'treatment')))])], {
      uncontrolled: 'why',
    }),
    probe('a/unstable', 'ReferenceGrant', [lookAt(ignored), look()]),
    probe('b/needs-udp', 'UDPRouteSomething', [
      look({ phases: [], requires: [{ feature: 'UDPRoute', verdict: 'absent' }] }),
    ]),
    probe('b/certificate', 'HTTPRoute', [
      lookAt([
        asked(
          {
            ...guard,
            expect: { backend: 'v1', certificate: 'cert', seen: { host: 'www.example.com' } },
            control: { status: 404 },
          },
          shown(
            served('v1', 'treatment', {
              certificate: { fingerprint: 'aa', names: [] },
              seen: { protocol: 'HTTP/1.1', host: 'www.t1.example.com' },
            }),
          ),
          shown(answered(404)),
        ),
      ]),
    ]),
  ];
  const claims = { source: 'GatewayClass status', features: ['HTTPRoute', 'UDPRoute'] };
  return {
    format: 1,
    run: RUN,
    startedAt: '2026-08-20T10:00:00Z',
    endedAt: '2026-08-20T10:05:00Z',
    identity: {
      profile: 'p',
      title: 'P',
      version: '1',
      runningVersion: '1',
      installValues: {},
      installChecksum: '',
      dataPlane: [],
      programs: [],
      gatewayApi: { version: '1.4.0', channel: 'experimental' },
      kubernetes: '1.36.3',
      environment: 'embedded',
      gateproof: '0.1.0',
      rules: RULES_VERSION,
      seed: 1,
      notes: [],
    },
    settings: { probes: [], require: [], concurrency: 4, repeat: 1 },
    machine: { cpus: 2, memoryMiB: 4096, os: 'linux', node: '24' },
    timings: [],
    claims,
    canaries: [],
    windows: [],
    probes,
    features: rollUpFeatures(probes, claims),
  };
}

test('the file is valid, and says what its evidence proves', () => {
  expect(() => resultsSchema.parse(results())).not.toThrow();
  expect(results().probes.map(({ id, decision: { verdict } }) => `${id} ${verdict}`)).toEqual([
    'a/supported supported',
    'a/ignored ignored',
    'a/split supported',
    'a/refusal supported',
    'a/kind absent',
    'a/expecting supported',
    'a/uncontrolled supported',
    'a/unstable inconclusive',
    'b/needs-udp absent',
    'b/certificate supported',
  ]);
  expect(verify(results())).toEqual([]);
  expect(verify(JSON.parse(JSON.stringify(results())))).toEqual([]);
});

test('words for people may be left out', () => {
  const file = results();
  for (const { decision, looks } of file.probes)
    for (const each of [decision, ...looks.map((one) => one.decision)]) delete each.detail;
  expect(verify(file)).toEqual([]);
});

type Tamper = (file: Results) => void;
const of = (file: Results, id: string): ProbeResult => file.probes.find((each) => each.id === id)!;
const firstLook = (file: Results, id: string): Look => of(file, id).looks[0]!;
const exchangeOf = (file: Results, id: string, index = 0) => firstLook(file, id).phases[0]!.exchanges[index]!;
const settledOf = (file: Results, id: string, index = 0) => exchangeOf(file, id, index).treatment.settled[0]!;

test.each<[string, Tamper]>([
  [
    'rules version',
    (f) => {
      f.identity.rules++;
    },
  ],
  [
    'run',
    (f) => {
      f.run = 'r2';
    },
  ],
  [
    'verdict of a look',
    (f) => {
      firstLook(f, 'a/ignored').decision.verdict = 'supported';
    },
  ],
  [
    'rule of a look',
    (f) => {
      firstLook(f, 'a/ignored').decision.rule = 12;
    },
  ],
  [
    'reason of a look',
    (f) => {
      firstLook(f, 'a/ignored').decision.reason = 'other';
    },
  ],
  [
    'detail of a look',
    (f) => {
      firstLook(f, 'b/needs-udp').decision.detail = 'other';
    },
  ],
  [
    'verdict of a probe',
    (f) => {
      of(f, 'a/ignored').decision = { verdict: 'supported', rule: 7, reason: 'as expected' };
    },
  ],
  [
    'every verdict of a probe',
    (f) => {
      const supported = { verdict: 'supported' as const, rule: 7, reason: 'as expected' };
      of(f, 'a/ignored').decision = supported;
      for (const each of of(f, 'a/ignored').looks) each.decision = supported;
    },
  ],
  [
    'a look less',
    (f) => {
      of(f, 'a/unstable').looks.pop();
    },
  ],
  [
    'a look more',
    (f) => {
      of(f, 'a/ignored').looks.push({ ...firstLook(f, 'a/supported') });
    },
  ],
  [
    'fault',
    (f) => {
      firstLook(f, 'a/supported').fault = 'boom';
    },
  ],
  [
    'skipped',
    (f) => {
      firstLook(f, 'a/supported').skipped = 'why';
    },
  ],
  [
    'baseline',
    (f) => {
      firstLook(f, 'a/supported').baseline = false;
    },
  ],
  [
    'starved',
    (f) => {
      firstLook(f, 'a/supported').starved = { reasons: ['cpu'] };
    },
  ],
  [
    'base feature',
    (f) => {
      firstLook(f, 'b/needs-udp').requires[0]!.verdict = 'rejected';
    },
  ],
  [
    'base feature left out',
    (f) => {
      firstLook(f, 'b/needs-udp').requires = [];
    },
  ],
  [
    'proof of life',
    (f) => {
      delete firstLook(f, 'a/kind').proofOfLife;
    },
  ],
  [
    'treatment arm',
    (f) => {
      delete firstLook(f, 'a/supported').treatment;
    },
  ],
  [
    'control arm',
    (f) => {
      delete firstLook(f, 'a/supported').control;
    },
  ],
  [
    'label',
    (f) => {
      firstLook(f, 'a/supported').treatment!.label = 'c1';
    },
  ],
  [
    'certificate of an arm',
    (f) => {
      firstLook(f, 'b/certificate').treatment!.certificates = { cert: 'bb' };
    },
  ],
  [
    'certificate that was seen',
    (f) => {
      settledOf(f, 'b/certificate').observation.certificate!.fingerprint = 'bb';
    },
  ],
  [
    'host that was seen',
    (f) => {
      settledOf(f, 'b/certificate').observation.seen!.host = 'www.c1.example.com';
    },
  ],
  [
    'refusal by the API',
    (f) => {
      firstLook(f, 'a/supported').treatment!.objects[0]!.refusal = { by: 'schema', message: 'no' };
    },
  ],
  [
    'refusal by a webhook',
    (f) => {
      firstLook(f, 'a/supported').treatment!.objects[0]!.refusal = { by: 'webhook', message: 'no' };
    },
  ],
  [
    'refusal in the control',
    (f) => {
      firstLook(f, 'a/supported').control!.objects[0]!.refusal = { by: 'schema', message: 'no' };
    },
  ],
  [
    'pruned field',
    (f) => {
      firstLook(f, 'a/supported').treatment!.objects[0]!.pruned = ['/spec/rules/0/matches/0'];
    },
  ],
  [
    'negative condition',
    (f) => {
      firstLook(f, 'a/supported').treatment!.status = [routeStatus(condition('Accepted', 'False'))];
    },
  ],
  [
    'status left out',
    (f) => {
      firstLook(f, 'a/supported').treatment!.status = [];
    },
  ],
  [
    'expected condition',
    (f) => {
      of(f, 'a/expecting').expectsConditions = [];
    },
  ],
  [
    'stability',
    (f) => {
      firstLook(f, 'a/expecting').treatment!.status[0]!.parts[0]!.stable = false;
      firstLook(f, 'a/expecting').treatment!.status[0]!.parts[0]!.conditions[0]!.lastTransitionTime =
        '1970-01-01T00:00:00Z';
      firstLook(f, 'a/expecting').treatment!.status[0]!.parts[0]!.conditions[0]!.status = 'Unknown';
    },
  ],
  [
    'fence',
    (f) => {
      delete firstLook(f, 'a/supported').phases[0]!.fences.treatment![0]!.answeredMs;
    },
  ],
  [
    'fence of the control',
    (f) => {
      firstLook(f, 'a/supported').phases[0]!.fences.control = [];
    },
  ],
  [
    'phases',
    (f) => {
      firstLook(f, 'a/supported').phases = [];
    },
  ],
  [
    'exchange left out',
    (f) => {
      firstLook(f, 'a/supported').phases[0]!.exchanges.pop();
    },
  ],
  [
    'expectation',
    (f) => {
      exchangeOf(f, 'a/supported', 1).exchange.expect = { status: 403 };
    },
  ],
  [
    'expectation of the control',
    (f) => {
      exchangeOf(f, 'a/supported', 1).exchange.control = { backend: 'v2' };
    },
  ],
  [
    'safety',
    (f) => {
      of(f, 'a/refusal').safety = false;
    },
  ],
  [
    'answer',
    (f) => {
      settledOf(f, 'a/supported', 1).observation = answered(200);
    },
  ],
  [
    'answer of the control',
    (f) => {
      exchangeOf(f, 'a/supported', 1).control!.settled[0]!.observation = answered(404);
    },
  ],
  [
    'who answered',
    (f) => {
      settledOf(f, 'a/supported').observation.answerer!.arm = 'c1';
    },
  ],
  [
    'which backend',
    (f) => {
      settledOf(f, 'a/supported').observation.answerer!.backend = 'v2';
    },
  ],
  [
    'one answer more',
    (f) => {
      exchangeOf(f, 'a/supported').treatment.settled.push({ observation: answered(503), times: 1 });
    },
  ],
  [
    'no answers',
    (f) => {
      exchangeOf(f, 'a/supported').treatment.settled = [];
    },
  ],
  [
    'fault of an observation',
    (f) => {
      settledOf(f, 'a/supported').observation.outcome = 'fault';
    },
  ],
  [
    'life beside silence',
    (f) => {
      exchangeOf(f, 'a/refusal').treatment.alive!.after = false;
    },
  ],
  [
    'how often silence was heard',
    (f) => {
      settledOf(f, 'a/refusal').times = 1;
    },
  ],
  [
    'samples',
    (f) => {
      settledOf(f, 'a/split').observation.sampled!.byAnswer = { v1: 2500, v2: 500 };
    },
  ],
  [
    'a leak',
    (f) => {
      settledOf(f, 'a/split').observation.sampled!.byAnswer = { v1: 2699, v2: 300, v3: 1 };
    },
  ],
  [
    'too few samples',
    (f) => {
      settledOf(f, 'a/split').observation.sampled!.byAnswer = { v1: 270, v2: 30 };
    },
  ],
  [
    'control arm of an uncontrolled probe',
    (f) => {
      delete of(f, 'a/uncontrolled').uncontrolled;
    },
  ],
  [
    'verdict of a feature',
    (f) => {
      f.features[0]!.verdict = 'absent';
    },
  ],
  [
    'count of a feature',
    (f) => {
      f.features[0]!.supported++;
    },
  ],
  [
    'claim of a feature',
    (f) => {
      f.features[0]!.claim = 'none published';
    },
  ],
  [
    'mark of a feature',
    (f) => {
      f.features[0]!.mark = 'underclaim';
    },
  ],
  [
    'published claims',
    (f) => {
      f.claims.features = [];
    },
  ],
  [
    'feature left out',
    (f) => {
      f.features.pop();
    },
  ],
  [
    'feature of a probe',
    (f) => {
      of(f, 'a/split').features = ['HTTPRouteElse'];
    },
  ],
])('notices tampering: %s', (_what, tamper) => {
  const file = JSON.parse(JSON.stringify(results())) as Results;
  tamper(file);
  expect(verify(file)).not.toEqual([]);
});

test('says where and what', () => {
  const file = JSON.parse(JSON.stringify(results())) as Results;
  settledOf(file, 'a/supported', 1).observation = served('v1', 'treatment');
  expect(verify(file)).toEqual([
    {
      probe: 'a/supported',
      look: 1,
      fact: 'verdict',
      stored: 'supported by rule 7 (as expected)',
      recomputed: 'ignored by rule 11 (accepted and without effect: "without the header" is as the control)',
    },
    {
      probe: 'a/supported',
      fact: 'verdict over all looks',
      stored: 'supported by rule 7 (as expected)',
      recomputed: 'ignored by rule 11 (accepted and without effect: "without the header" is as the control)',
    },
    {
      feature: 'HTTPRoute',
      fact: 'roll-up',
      stored: expect.stringContaining('"supported"'),
      recomputed: expect.stringContaining('"ignored"'),
    },
  ]);
});
