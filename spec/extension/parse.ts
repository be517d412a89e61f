import type { Json } from '../contract.ts';
import { isObject } from '../json/json.ts';
import { below, pointerOf, valueAt } from '../json/pointer.ts';
import { shownValue } from '../loading/problem.ts';
import { suggestion } from '../suggestion.ts';
import { EXTENSION, type Extension, extensionSchema } from './schema.ts';

/** What is wrong, at a pointer into the document. */
export interface Complaint {
  readonly pointer: string;
  readonly says: string;
}

/** The extension, absent where there is something to complain of. */
export interface Parsed {
  readonly extension?: Extension;
  readonly complaints: readonly Complaint[];
}

/** Members under which people keep secrets. Their values are never shown. */
const SECRET = /secret|password|passwd|token|credential|api_?key|^key$|private/i;

/** The extension object of a document, or everything that is wrong with it; a document without one has an empty one. */
export function parseExtension(document: Json): Parsed {
  const value = isObject(document) && Object.hasOwn(document, EXTENSION) ? document[EXTENSION]! : {};
  const parsed = extensionSchema.safeParse(value);
  if (parsed.success) return { extension: parsed.data, complaints: [] };
  return { complaints: parsed.error.issues.flatMap((issue) => complaintsOf(value, issue)) };
}

type Issue = NonNullable<ReturnType<typeof extensionSchema.safeParse>['error']>['issues'][number];

function complaintsOf(value: Json, issue: Issue): readonly Complaint[] {
  const within = pointerOf(issue.path.map(String));
  const pointer = below('', EXTENSION) + within;
  if (issue.code !== 'unrecognized_keys')
    return [{ pointer, says: `expected ${issue.message}, got ${shownValue(valueAt(value, within))}` }];
  return issue.keys.map((key) => ({ pointer: below(pointer, key), says: unknownMember(key, issue.message.split(', ')) }));
}

function unknownMember(key: string, known: readonly string[]): string {
  if (SECRET.test(key)) {
    return 'expected no secret: a document holds only the shapes of principals and clients, and the mock makes their secrets itself';
  }
  const meant = suggestion(key, known);
  return `expected one of ${known.join(', ')}, got ${shownValue(key)}${meant === undefined ? '' : `; did you mean ${shownValue(meant)}?`}`;
}
