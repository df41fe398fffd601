import { z } from 'zod';
import { exchangeSchema, expectSchema } from './exchange.ts';
import { conditionSchema, observationSchema } from './observation.ts';
import { decisionSchema, verdictSchema } from './verdict.ts';

export const RESULTS_FORMAT = 1;

const milliseconds = z.number().describe('monotonic milliseconds since the run began');

/** What one arm showed on one exchange of one phase. */
const armExchange = z.strictObject({
  rounds: z.number().int().describe('how often it was asked'),
  firstGoodMs: milliseconds.optional().describe('first observation that met the expectation of the arm'),
  lastWrongMs: milliseconds.optional().describe('last observation that did not'),
  lastWrong: observationSchema.optional(),
  /** The observations that decide: of the dwell, or of the last look behind the later fence. Equal ones are stored once. */
  settled: z.array(z.strictObject({ observation: observationSchema, times: z.number().int().positive() })),
  /** For silence: whether something else on the same data plane answered within the limit before and after. */
  alive: z.strictObject({ before: z.boolean(), after: z.boolean(), what: z.string() }).optional(),
});

const fence = z.strictObject({
  host: z.string(),
  gateway: z.string(),
  appliedMs: milliseconds,
  answeredMs: milliseconds.optional().describe('absent: it never answered before its deadline'),
  statusMs: milliseconds.optional().describe("when the controller had written the sentinel route's own status"),
  deadlineMs: z.number(),
});

const step = z.strictObject({
  atMs: milliseconds,
  what: z.string().describe('apply, patch, delete or wait, with the object'),
  arm: z.enum(['treatment', 'control', 'both']),
  detail: z.string().optional(),
});

const phase = z.strictObject({
  name: z.string(),
  steps: z.array(step),
  /** By arm: the fence behind the phase's steps, and the later one behind which refusals are observed again. */
  fences: z.partialRecord(z.enum(['treatment', 'control']), z.array(fence)),
  graceMs: z.number(),
  exchanges: z.array(
    z.strictObject({
      exchange: exchangeSchema,
      treatment: armExchange,
      control: armExchange.optional().describe('absent: the probe has no control arm'),
    }),
  ),
  background: z
    .array(
      z.strictObject({
        exchange: exchangeSchema,
        arm: z.enum(['treatment', 'control']),
        observation: observationSchema,
      }),
    )
    .optional(),
});

/** The status that this controller wrote, at the end of a look. */
const objectStatus = z.strictObject({
  object: z.string().describe('Kind/name in the manifests'),
  generation: z.number().int(),
  parts: z.array(
    z.strictObject({
      part: z.string().describe('"parent gw/listener", "gateway", "listener x", "class"'),
      conditions: z.array(conditionSchema),
      stable: z.boolean().describe('unchanged for the dwell'),
    }),
  ),
});

const storedObject = z.strictObject({
  object: z.string().describe('Kind/name in the manifests'),
  sent: z.json(),
  stored: z.json().optional().describe('as the API server stored it, without managedFields; absent: it was refused'),
  pruned: z.array(z.string()).optional().describe('JSON pointers that were sent and not stored'),
  refusal: z.strictObject({ by: z.enum(['schema', 'webhook', 'kind not served']), message: z.string() }).optional(),
});

const arm = z.strictObject({
  label: z.string().describe('DNS label inserted into host names'),
  namespaces: z.record(z.string(), z.string()).describe('manifest namespace → real namespace; "" is the default one'),
  gateways: z.record(
    z.string(),
    z.strictObject({
      real: z.string().describe('namespace/name'),
      shared: z.boolean(),
      listeners: z.record(
        z.string(),
        z.strictObject({ real: z.string(), port: z.number().int(), protocol: z.string() }),
      ),
      address: z.string().optional(),
    }),
  ),
  certificates: z
    .record(z.string(), z.string())
    .describe('Secret name in the manifests → SHA-256 fingerprint')
    .optional(),
  objects: z.array(storedObject),
  status: z.array(objectStatus),
  appliedMs: milliseconds.optional(),
  acceptedMs: milliseconds.optional().describe('status Accepted True and current on every route'),
});

const look = z.strictObject({
  number: z.number().int().min(1),
  why: z.string().describe('first, second (noes are doubted), sampled tenth, window void, third'),
  startedMs: milliseconds,
  endedMs: milliseconds,
  /** Facts that rules 1 to 5 rest on. */
  fault: z.string().optional(),
  skipped: z.string().optional(),
  baseline: z.boolean().describe("whether the run's plain HTTPRoute answered"),
  starved: z.strictObject({ reasons: z.array(z.string()) }).optional(),
  requires: z.array(z.strictObject({ feature: z.string(), verdict: verdictSchema })),
  proofOfLife: z
    .string()
    .optional()
    .describe('status written, or traffic served, by the controller for an object applied after this one'),
  treatment: arm.optional(),
  control: arm.optional(),
  phases: z.array(phase),
  decision: decisionSchema,
});

const probeResult = z.strictObject({
  id: z.string(),
  formerly: z.array(z.string()).optional(),
  revision: z.number().int().positive(),
  checksum: z.string().describe('of the normalised definition'),
  title: z.string(),
  features: z.array(z.string()).min(1),
  level: z.enum(['core', 'extended', 'implementation-specific']),
  spec: z.strictObject({ section: z.string(), url: z.string(), quote: z.string() }),
  uncontrolled: z.string().optional(),
  safety: z.boolean().describe('whether any exchange is a refusal'),
  scheduling: z.enum(['shared', 'load', 'timed']),
  /** What of the definition the verdict rests on, beside the exchanges. */
  fields: z
    .array(z.strictObject({ object: z.string(), path: z.string() }))
    .optional()
    .describe('probed fields, as JSON pointers: pruned by the API they make it absent'),
  expectsConditions: z
    .array(z.strictObject({ object: z.string(), condition: z.string() }))
    .optional()
    .describe('negative conditions that the probe expects, beside those of its status exchanges'),
  readings: z
    .array(z.strictObject({ name: z.string(), exchanges: z.record(z.string(), expectSchema) }))
    .optional()
    .describe('wrong readings of the specification that are recognised by what their exchanges show'),
  looks: z.array(look),
  decision: decisionSchema.describe('over all looks (verdicts.md "Second look")'),
  /** From the arms' first look: published, not hidden in a retry. */
  convergenceMs: z.number().optional().describe('treatment applied → first good answer'),
});

const program = z.strictObject({
  name: z.string(),
  version: z.string(),
  wantedVersion: z.string().optional(),
  origin: z.json(),
  sha256: z.string(),
});

export const identitySchema = z.strictObject({
  profile: z.string(),
  title: z.string(),
  version: z.string(),
  runningVersion: z.string().describe('what the running controller program said'),
  variant: z.string().optional(),
  installValues: z.json(),
  installChecksum: z.string(),
  dataPlane: z.array(program),
  programs: z.array(program),
  gatewayApi: z.strictObject({ version: z.string(), channel: z.enum(['standard', 'experimental']) }),
  kubernetes: z.string(),
  environment: z.enum(['embedded', 'kind', 'cluster']),
  gateproof: z.string(),
  rules: z.number().int(),
  seed: z.number().int(),
  notes: z.array(z.string()).describe('in words: nearest version used, part left out of a build'),
});

export const claimSchema = z.enum(['claimed', 'not claimed', 'none published']);

export const resultsSchema = z.strictObject({
  format: z.literal(RESULTS_FORMAT),
  run: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  partial: z.string().optional().describe('why the run ended early; absent: it is whole'),
  identity: identitySchema,
  settings: z.strictObject({
    probes: z.array(z.string()).describe('globs and feature names that selected; empty: all'),
    require: z.array(z.string()),
    concurrency: z.number().int(),
    repeat: z.number().int(),
    mutant: z.string().optional(),
  }),
  machine: z.strictObject({ cpus: z.number().int(), memoryMiB: z.number().int(), os: z.string(), node: z.string() }),
  timings: z.array(z.strictObject({ part: z.string(), startMs: milliseconds, endMs: milliseconds })),
  claims: z.strictObject({
    source: z.string(),
    version: z.string().optional(),
    features: z.array(z.string()).optional().describe('absent: none published'),
  }),
  canaries: z.array(
    z.strictObject({
      gateway: z.string(),
      changes: z.array(z.strictObject({ appliedMs: milliseconds, seenMs: milliseconds.optional() })),
    }),
  ),
  windows: z.array(z.strictObject({ fromMs: milliseconds, toMs: milliseconds, starved: z.array(z.string()) })),
  probes: z.array(probeResult),
  features: z.array(
    z.strictObject({
      feature: z.string(),
      verdict: verdictSchema,
      supported: z.number().int(),
      skipped: z.number().int(),
      total: z.number().int(),
      claim: claimSchema,
      mark: z.enum(['overclaim', 'underclaim']).optional(),
    }),
  ),
});

export type Results = z.infer<typeof resultsSchema>;
export type ProbeResult = z.infer<typeof probeResult>;
export type Look = z.infer<typeof look>;
export type PhaseRecord = z.infer<typeof phase>;
export type ArmRecord = z.infer<typeof arm>;
export type ArmExchange = z.infer<typeof armExchange>;
export type FenceRecord = z.infer<typeof fence>;
export type StoredObject = z.infer<typeof storedObject>;
export type ObjectStatus = z.infer<typeof objectStatus>;
export type RunIdentity = z.infer<typeof identitySchema>;
export type FeatureResult = Results['features'][number];
export type Claim = z.infer<typeof claimSchema>;
