import { resultSchema, type Result } from '../suites/result/result.ts';
import type { Format } from './format.ts';

/** The result itself, with members in the order of the schema. Throws a `ZodError` for an invalid result. */
export const json: Format = { name: 'json', file: 'results.json', render: renderJson };

function renderJson(result: Result): string {
  return `${JSON.stringify(resultSchema.parse(result), null, 2)}\n`;
}
