/**
 * New names for an object whose documented example is taken: many servers accept a name only once, and every principal of a run sends the same
 * example.
 *
 * @module
 */
import type { JsonObject, Operation } from '../../spec/contract.ts';
import { isObject, members } from '../../spec/json/json.ts';
import type { Validator } from '../../spec/schema/validator.ts';

/** Members that name an object. */
const naming = /(?:^|[_-])(?:id|key|code|slug|login|user|email|handle|label|title|domain|host)$|name$/i;

/** Statuses of a server that already has the name. @see RFC 9110 §15.5.10, §15.5.21 */
const taken: ReadonlySet<number | undefined> = new Set([409, 422]);

/** Whether a status can mean that the name of an object is taken. */
export const mayBeTaken = (status: number | undefined): boolean => taken.has(status);

/**
 * The documented example of an operation's JSON body with a tag in each member that names the object, or in every text if none does. Undefined
 * if the body is not an object, or its schema does not allow the tag.
 *
 * @param tag - letters and digits, new with every call
 */
export function renamedBody({ body }: Operation, validate: Validator, tag: string): string | undefined {
  const media = body?.content.find(({ type }) => type.endsWith('json'));
  const example = media?.example;
  if (media === undefined || !isObject(example)) return undefined;
  const texts = members(example).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const named = texts.filter(([name]) => naming.test(name));
  const allowed = (value: JsonObject) => media.schema === undefined || validate(media.schema, value).length === 0;
  const others = (named.length > 0 ? named : texts).flatMap(([name, value]) => {
    const other = tagged(value, tag).find((text) => allowed({ ...example, [name]: text }));
    return other === undefined ? [] : [[name, other] as const];
  });
  return others.length === 0 ? undefined : JSON.stringify({ ...example, ...Object.fromEntries(others) });
}

/** The tag in front first: that keeps the ends of host names, email addresses and file names. */
const tagged = (text: string, tag: string): readonly string[] => [`${tag}-${text}`, `${text}-${tag}`, `${tag}${text}`, `${text}${tag}`];

/** A tag from a principal's name: at most ten letters and digits, and a number. */
export const tagFor = (principal: string, count: number): string =>
  `${principal
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 10)}${count}`;
