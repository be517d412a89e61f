/**
 * The part of responses that does not change with every response, as request ids and access times do.
 *
 * @module
 */
import { inconclusive, type Judgement } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { isSuccess } from '../engine/scenario-context.ts';
import { excerpt, replyOf } from './response.ts';
import type { Json } from '../../spec/contract.ts';
import { isList, isObject, member, members } from '../../spec/json/json.ts';
import { pointerOf } from '../../spec/json/pointer.ts';
import { jsonOf } from './quota.ts';
import type { Reply } from '../http/target.ts';

/** The part of a value that is left out: all of it, or the marked words of a text with that number of words. */
type Passing = 'all' | readonly boolean[];

/**
 * Returns a reader of bodies that leaves out what differs between two responses to the same request: whole members, and single words of
 * texts with equally many words. Undefined if the two have nothing in common, such as lists that differ as a whole.
 */
export function steadyPart(one: Reply, other: Reply): ((reply: Reply) => string) | undefined {
  const passing = new Map(differences(jsonOf(one) ?? one.body, jsonOf(other) ?? other.body, []));
  if (passing.get('') === 'all') return undefined;
  return (reply) => {
    const body = jsonOf(reply);
    return body === undefined ? withoutWords(reply.body, passing.get('')) : JSON.stringify(without(body, passing, []));
  };
}

const wordsOf = (text: string) => text.split(/\s+/);

/** The pointers of differences, the outermost where only one has a value. A list of one object is compared by its object. */
function differences(one: Json | undefined, other: Json | undefined, tokens: readonly string[]): readonly (readonly [string, Passing])[] {
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) => differences(member(one, name), member(other, name), [...tokens, name]));
  }
  const [first, second] = [onlyObject(one), onlyObject(other)];
  if (first && second && tokens.length > 0) return differences(first, second, [...tokens, '0']);
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  return [[pointerOf(tokens), typeof one === 'string' && typeof other === 'string' ? wordsThatDiffer(one, other) : 'all']];
}

const onlyObject = (value: Json | undefined) => (isList(value) && value.length === 1 && isObject(value[0]) ? value[0] : undefined);

function wordsThatDiffer(one: string, other: string): Passing {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  if (words.length !== others.length) return 'all';
  const differing = words.map((word, index) => word !== others[index]);
  return differing.every(Boolean) ? 'all' : differing;
}

/** A text without some of its words; a text of another length stays as it is. */
function withoutWords(text: string, passing: Passing | undefined): string {
  const words = wordsOf(text);
  if (passing === undefined || passing === 'all' || words.length !== passing.length) return text;
  return words.map((word, index) => (passing[index] ? '…' : word)).join(' ');
}

/** The value without what changes, its members sorted by name. */
function without(value: Json, passing: ReadonlyMap<string, Passing>, tokens: readonly string[]): Json {
  if (isList(value)) return value.map((item, index) => without(item, passing, [...tokens, String(index)]));
  if (typeof value === 'string') return withoutWords(value, passing.get(pointerOf(tokens)));
  if (!isObject(value)) return value;
  const kept = members(value)
    .filter(([name]) => passing.get(pointerOf([...tokens, name])) !== 'all')
    .map(([name, part]): readonly [string, Json] => [name, without(part, passing, [...tokens, name])]);
  return Object.fromEntries(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** An object that is read before and after a change that the server rejects. */
interface RejectedChange {
  readonly before: Evidence;
  readonly rejected: Evidence;
  readonly after: Evidence;
  /** Read a second time before, to see what changes by itself. */
  readonly again: Evidence;
}

/** The object reads after a rejected change as before it. */
export function unchanged({ before, rejected, after, again }: RejectedChange): Judgement {
  if (isSuccess(rejected)) return inconclusive({ code: 'change-not-rejected' });
  return readsAsBefore(before, after, again);
}

/** An object reads after something as before it; `again` is a second reading before, to see what changes by itself. */
export function readsAsBefore(before: Evidence, after: Evidence, again: Evidence): Judgement {
  const [then, now] = [replyOf(before), replyOf(after)];
  const failed = [then, now, replyOf(again)].find(({ status }) => status >= 500);
  if (failed) return inconclusive({ code: 'server-error', status: failed.status });
  const changed = (at: string, value: string | number, actual: string | number): Judgement => [
    { code: 'object-changed', at, expected: { kind: 'same-as', exchange: before.id, value }, actual, exchange: after.id },
  ];
  if (now.status !== then.status) return changed('$statusCode', then.status, now.status);
  const steady = steadyPart(then, replyOf(again));
  if (!steady) return inconclusive({ code: 'object-unsteady' });
  const [expected, actual] = [steady(then), steady(now)];
  return expected === actual ? [] : changed('$response.body', excerpt(expected), excerpt(actual));
}
