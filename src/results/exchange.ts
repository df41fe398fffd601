import { z } from 'zod';

/**
 * Exchanges as data: what is sent, and what each arm must show (verdicts.md section 1).
 * The same schema serves authors, the traffic engine and the results file.
 */

const headers = z.array(z.tuple([z.string(), z.string()])).describe('in order; names may repeat');

/** Through which Gateway and listener of the probe's manifests; by default the only one that fits. */
const via = {
  gateway: z.string().optional().describe('name in the manifests; default: the only one'),
  listener: z.string().optional().describe('listener name; default: the only one of the protocol'),
};

/** Repeats the exchange and pools the answers; each answer counts for the backend that gave it. */
const sample = z.strictObject({
  count: z.number().int().positive(),
  connections: z.enum(['fresh', 'kept']).describe('fresh: a new connection for each; kept: a pool of kept-alive ones'),
});

export const httpSend = z.strictObject({
  protocol: z.literal('http'),
  ...via,
  host: z.string().describe('authority, as in the manifests'),
  path: z.string().describe('request target, with query'),
  method: z.string(),
  headers,
  body: z.string().optional(),
  scheme: z.enum(['http', 'https']),
  version: z.enum(['1.1', '2']).describe('2 over http is h2c with prior knowledge'),
  sni: z.string().optional().describe('server name when it differs from host'),
  sample: sample.optional(),
  timeoutMs: z.number().int().positive().optional(),
});
export const grpcSend = z.strictObject({
  protocol: z.literal('grpc'),
  ...via,
  host: z.string(),
  service: z.string(),
  method: z.string(),
  metadata: headers,
  sample: sample.optional(),
});
export const websocketSend = z.strictObject({
  protocol: z.literal('websocket'),
  ...via,
  host: z.string(),
  path: z.string(),
  message: z.string(),
});
export const tcpSend = z.strictObject({ protocol: z.literal('tcp'), ...via, sample: sample.optional() });
export const udpSend = z.strictObject({ protocol: z.literal('udp'), ...via });
/** A TLS connection that carries the TCP line protocol of the echo backend: passthrough ends there, termination at the Gateway. */
export const tlsSend = z.strictObject({ protocol: z.literal('tls'), ...via, sni: z.string() });
/** A condition that the controller wrote: on a route for one parent, on a Gateway, on one of its listeners, on a GatewayClass. */
export const statusSend = z.strictObject({
  protocol: z.literal('status'),
  object: z.string().describe('Kind/name in the manifests'),
  gateway: z.string().optional().describe('parent of a route; default: its only parent'),
  listener: z.string().optional().describe('sectionName of the parentRef, or listener of the Gateway'),
  condition: z.string().optional().describe('condition type; absent when `field` is read'),
  field: z.string().optional().describe('JSON pointer below the status part addressed, e.g. /attachedRoutes'),
});
export const sendSchema = z.discriminatedUnion('protocol', [
  httpSend,
  grpcSend,
  websocketSend,
  tcpSend,
  udpSend,
  tlsSend,
  statusSend,
]);

const headerExpectations = z
  .record(z.string(), z.union([z.string(), z.null()]))
  .describe('joined by ","; null: must be absent');

/** Everything that is stated must hold; what is not stated is not looked at. */
export const expectSchema = z.strictObject({
  backend: z
    .string()
    .optional()
    .describe('this backend of the same arm answered (HTTP: with 200 unless status says otherwise)'),
  status: z
    .union([z.number().int(), z.array(z.number().int())])
    .optional()
    .describe('HTTP status; without `backend`, not from a backend'),
  grpcStatus: z
    .string()
    .optional()
    .describe('gRPC code by name, e.g. UNIMPLEMENTED; without `backend`, not from a backend'),
  refused: z.literal(true).optional().describe('no connection, a reset, a TLS alert, or silence; never an answer'),
  responseHeaders: headerExpectations.optional(),
  seen: z
    .strictObject({
      method: z.string().optional(),
      path: z.string().optional().describe('with query'),
      host: z.string().optional(),
      headers: headerExpectations.optional(),
      protocol: z.enum(['HTTP/1.1', 'HTTP/2']).optional(),
      tls: z.boolean().optional().describe('whether TLS ended at the backend'),
      sni: z.string().optional(),
    })
    .optional()
    .describe('what the backend that answered says it saw'),
  redirect: z
    .strictObject({
      scheme: z.string().optional(),
      host: z.string().optional(),
      port: z.number().int().optional().describe('effective port'),
      path: z.string().optional(),
      query: z.string().optional().describe('without "?"'),
    })
    .optional()
    .describe('Location, resolved against the request'),
  mirrored: z
    .record(z.string(), z.boolean())
    .optional()
    .describe('whether the named backend saw this very request too'),
  elapsedMs: z.strictObject({ min: z.number().optional(), max: z.number().optional() }).optional(),
  certificate: z.string().optional().describe('name of the Secret whose certificate the listener presented'),
  message: z.string().optional().describe('echoed by a WebSocket'),
  split: z
    .record(z.string(), z.number().nonnegative())
    .optional()
    .describe(
      'weights by backend (status NNN for a status): decided by an exact test over the samples; weight 0 is strict',
    ),
  condition: z
    .strictObject({
      status: z.enum(['True', 'False']),
      reason: z.union([z.string(), z.array(z.string())]).optional(),
    })
    .optional(),
  absentCondition: z.literal(true).optional().describe('no such condition with status True'),
  value: z.json().optional().describe('of `field`'),
  valueNot: z.json().optional().describe('`field` has any other value, or none'),
});

export const exchangeSchema = z.strictObject({
  name: z.string().describe('what is asked, in words'),
  send: sendSchema,
  expect: expectSchema.describe('what the treatment arm must show'),
  control: expectSchema
    .optional()
    .describe('what the control arm must show, where it differs: makes the exchange deciding'),
  safety: z.boolean().optional().describe('a refusal: one that fails is `incorrect`, never `partial`'),
});

export type Send = z.infer<typeof sendSchema>;
export type HttpSend = z.infer<typeof httpSend>;
export type GrpcSend = z.infer<typeof grpcSend>;
export type WebsocketSend = z.infer<typeof websocketSend>;
export type TlsSend = z.infer<typeof tlsSend>;
export type StatusSend = z.infer<typeof statusSend>;
export type TrafficSend = Exclude<Send, StatusSend>;
export type Expectation = z.infer<typeof expectSchema>;
export type Exchange = z.infer<typeof exchangeSchema>;
