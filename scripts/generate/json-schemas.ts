import { z } from 'zod';
import { profileSchema } from '../../src/profile/schema.ts';
import { exchangeSchema, expectSchema, sendSchema } from '../../src/results/exchange.ts';
import { conditionSchema, observationSchema } from '../../src/results/observation.ts';
import { claimSchema, resultsSchema } from '../../src/results/schema.ts';
import { decisionSchema, verdictSchema } from '../../src/results/verdict.ts';
import type { GeneratedFile } from './generated-file.ts';

/** Published schemas, in the draft that editors and validators know best. */
export const jsonSchemas: GeneratedFile[] = [
  { file: 'schema/results.schema.json', make: () => toText('Results of a gateproof run', resultsSchema) },
  { file: 'schema/profile.schema.json', make: () => toText('Profile of a Gateway API controller', profileSchema) },
];

/** What is written once, under this name, and referred to. */
const DEFINITIONS = {
  claim: claimSchema,
  condition: conditionSchema,
  decision: decisionSchema,
  exchange: exchangeSchema,
  expectation: expectSchema,
  observation: observationSchema,
  send: sendSchema,
  verdict: verdictSchema,
};
for (const [id, schema] of Object.entries(DEFINITIONS)) schema.register(z.globalRegistry, { ...schema.meta(), id });

function toText(title: string, schema: z.ZodType): string {
  // `input`: what an author may leave out because it has a default is not required.
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
