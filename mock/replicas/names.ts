/**
 * The names of entries in the store. All entries of one account have one hash tag, so that they are in one slot of a cluster and can be written at
 * once.
 *
 * @module
 * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
import { hexDigest } from '../oauth/sha256.ts';

/** The longest text that is written out in a name. */
const longest = 200;

/** What needs no escape. */
const plain = /^[ !#-[\]-z|~]*$/;

/** A text without braces and control characters. */
function safe(text: string): string {
  if (text.length <= longest && plain.test(text)) return text;
  if (text.length > longest) return hexDigest('SHA-256', JSON.stringify(text));
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[{}]/g, (brace) => (brace === '{' ? String.raw`\u007b` : String.raw`\u007d`));
}

/** The names of the entries of one mock. */
export interface Names {
  /** An entry of a place. */
  entry(place: string, name: string): string;
  /** Where the entries of a credential or handle are. */
  placeOf(handle: string): string;
  series(name: string): string;
  /** The list of credentials that the document does not have. */
  readonly keys: string;
}

/** The names below a prefix. */
export function createNames(prefix: string): Names {
  const begin = `auth-conformance:${safe(prefix)}`;
  return {
    entry: (place, name) => `{${begin}/${safe(place)}}:${safe(name)}`,
    placeOf: (handle) => `${begin}:place:${safe(handle)}`,
    series: (name) => `${begin}:series:${safe(name)}`,
    keys: `${begin}:keys`,
  };
}

/** The place of what all requests share: the clock, the faults and the script. */
export const worldPlace = ' world';

/** The holder of a quota: the first line of its key. */
export const placeOfQuota = (quotaKey: string) => quotaKey.split('\n', 1)[0]!;

/** The account of a collection. The key has its namespace, its account and its path. */
export const placeOfCollection = (collectionKey: string) => /^\S* (.*?) \//s.exec(collectionKey)?.[1] ?? collectionKey;

/** Whether a handle is one that the mock made, whose place is recorded; others are their own place. */
export const isRecorded = (handle: string) => handle.startsWith('mock_');
