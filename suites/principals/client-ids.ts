/**
 * Ids for objects that a PUT creates: new in every run, so that a run replaces nothing of anybody else.
 *
 * @module
 */
import type { Collection, Contract, Operation } from '../../spec/contract.ts';
import { nodeAt } from '../../spec/loading/document-node.ts';
import { isAllowed } from '../../spec/schema/sample.ts';

/** An id that the path parameter allows; undefined if no such id is sure to be new. `at` is a time in milliseconds, `count` a number at that time. */
export function newId(
  { document }: Contract,
  { parameters }: Operation,
  { parameter }: Collection,
  at: number,
  count: number,
): string | undefined {
  const stamp = `${Math.floor(at).toString(16).padStart(11, '0')}${count.toString(16).padStart(5, '0')}`;
  const uuid = `${stamp.slice(0, 8)}-${stamp.slice(8, 12)}-4${stamp.slice(13)}-8000-${stamp.slice(0, 12)}`;
  const candidates = [`auth-conformance-${stamp}`, uuid, stamp, stamp.padStart(24, '0'), stamp.padStart(32, '0'), `a${stamp}`];
  const pointer = parameters.find((one) => one.in === 'path' && one.name === parameter)?.schema;
  if (pointer === undefined) return candidates[0];
  const schema = nodeAt(document, pointer);
  return candidates.find((id) => isAllowed(schema, id, 'request'));
}
