import { z } from 'zod';
import { resultSchema } from '../suites/result/result.ts';

/** The JSON Schema (draft 2020-12) of `results.json`, as published. */
export function resultJsonSchema(): { readonly [keyword: string]: unknown } {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema);
  return { $schema, title: 'Result of an auth-conformance run', description: 'What results.json holds.', ...schema };
}
