import { z } from 'zod';

/** Who answered: every backend answer carries these marks (verdicts.md section 1). */
export const answererSchema = z.strictObject({
  run: z.string(),
  arm: z.string(),
  backend: z.string().describe('name in the manifests, namespace/name where it is not the default one'),
  pod: z.string(),
  nonce: z.string().describe('of the request that is answered; empty where the protocol carries none'),
  marker: z.literal('gateproof-echo'),
});

export const seenSchema = z.strictObject({
  protocol: z.string().describe('HTTP/1.1, HTTP/2, tcp, udp'),
  method: z.string().optional(),
  path: z.string().optional(),
  host: z.string().optional(),
  headers: z.array(z.tuple([z.string(), z.string()])).optional(),
  tls: z.strictObject({ sni: z.string() }).optional(),
});

export const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string(),
  message: z.string().optional(),
  observedGeneration: z.number().int().optional(),
  lastTransitionTime: z.string().optional(),
});

/** What came back on one exchange, once. Times are monotonic milliseconds since the run began. */
export const observationSchema = z.strictObject({
  outcome: z
    .enum(['answered', 'refused', 'silent', 'sampled', 'status', 'fault'])
    .describe(
      'refused: no connection, reset, closed without an answer, TLS alert; silent: nothing within the limit; fault: the harness failed',
    ),
  atMs: z.number(),
  elapsedMs: z.number(),
  connection: z.enum(['fresh', 'kept']).optional(),
  /** Monotonic number of the connection that carried it; kept connections show the same. */
  connectionId: z.number().int().optional(),
  dialled: z.string().optional().describe('host:port'),
  nonce: z.string().optional(),
  answerer: answererSchema.optional(),
  seen: seenSchema.optional(),
  http: z
    .strictObject({
      version: z.string(),
      status: z.number().int(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: z.string().optional().describe('only where no backend answered; cut at 512 bytes'),
    })
    .optional(),
  grpc: z.strictObject({ code: z.number().int(), name: z.string(), message: z.string() }).optional(),
  message: z.string().optional(),
  certificate: z
    .strictObject({
      fingerprint: z.string().describe('SHA-256 of the DER, hex'),
      names: z.array(z.string()),
      secret: z.string().optional(),
    })
    .optional(),
  mirrored: z.record(z.string(), z.number().int()).optional().describe('how often each backend saw this nonce'),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  sampled: z
    .strictObject({
      count: z.number().int(),
      byAnswer: z
        .record(z.string(), z.number().int())
        .describe('backend name, "status NNN", "grpc NAME", "refused", "silent", "crosstalk"'),
      series: z
        .array(z.strictObject({ fromMs: z.number(), byAnswer: z.record(z.string(), z.number().int()) }))
        .describe('in tenths of the time'),
      failing: z.array(z.json()).describe('the failing samples in full, at most 20'),
    })
    .optional(),
  status: z
    .strictObject({
      found: z.boolean().describe('whether the controller wrote the addressed part at all'),
      generation: z.number().int().optional(),
      condition: conditionSchema.optional(),
      current: z.boolean().describe('observedGeneration equals generation'),
      value: z.json().optional(),
    })
    .optional(),
});

export type Observation = z.infer<typeof observationSchema>;
export type Seen = z.infer<typeof seenSchema>;
export type Condition = z.infer<typeof conditionSchema>;
