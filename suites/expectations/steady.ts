/**
 * What answers have in common: what is new in every answer, such as an id of the request or a time of access, tells nothing.
 *
 * @module
 */
import type { Json } from '../../spec/contract.ts';
import { isList, isObject, member, members } from '../../spec/json.ts';
import { pointerOf } from '../../spec/pointer.ts';
import { jsonOf } from '../quota.ts';
import type { Reply } from '../target.ts';

/**
 * Makes a reader of bodies that leaves out every member that two answers to the same request do not share. Its texts can be compared;
 * there is no reader where those two have nothing to compare by: texts, lists or kinds of body that differ as a whole.
 */
export function steadyPart(one: Reply, other: Reply): ((reply: Reply) => string) | undefined {
  const passing = new Set(differences(jsonOf(one) ?? one.body, jsonOf(other) ?? other.body, []));
  if (passing.has('')) return undefined;
  return (reply) => {
    const body = jsonOf(reply);
    return body === undefined ? reply.body : JSON.stringify(without(body, passing, []));
  };
}

/** The pointers of the members that differ, the outermost ones where one value has what the other lacks. */
function differences(one: Json | undefined, other: Json | undefined, tokens: readonly string[]): readonly string[] {
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other) ? [] : [pointerOf(tokens)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(member(one, name), member(other, name), [...tokens, name]));
}

/** The value without these members, those that are left sorted by name. */
function without(value: Json, passing: ReadonlySet<string>, tokens: readonly string[]): Json {
  if (isList(value)) return value.map((item, index) => without(item, passing, [...tokens, String(index)]));
  if (!isObject(value)) return value;
  const kept = members(value)
    .filter(([name]) => !passing.has(pointerOf([...tokens, name])))
    .map(([name, part]): readonly [string, Json] => [name, without(part, passing, [...tokens, name])]);
  return Object.fromEntries(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
