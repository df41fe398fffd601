import { z } from 'zod';
import { profileSchema } from './schema.ts';

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | boolean;
}

/** The keys that the profile schema allows at a path such as ['versions', 0]. */
export function profileKeysAt(path: PropertyKey[]): string[] {
  let schema = z.toJSONSchema(profileSchema, { io: 'input' }) as JsonSchema;
  for (const part of path) {
    const next =
      typeof part === 'number' ? schema.items : (schema.properties?.[String(part)] ?? schema.additionalProperties);
    if (typeof next !== 'object') return [];
    schema = next;
  }
  return Object.keys(schema.properties ?? {});
}
