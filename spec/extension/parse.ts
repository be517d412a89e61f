import type { Json } from '../contract.ts';
import { isObject } from '../json/json.ts';
import { below, pointerOf, valueAt } from '../json/pointer.ts';
import { shownValue, type UnlocatedProblem } from '../loading/problem.ts';
import { suggestion } from '../suggestion.ts';
import { EXTENSION, type Extension, extensionSchema, memberNames } from './schema.ts';

/** The extension; absent if it has problems. */
export interface Parsed {
  readonly extension?: Extension;
  readonly problems: readonly UnlocatedProblem[];
}

/** Names under which people keep secrets. Messages never show their values. */
const SECRET = /secret|password|passwd|token|credential|api_?key|^key$|private/i;

/** Parses the extension object of a document; without one, the extension is empty. */
export function parseExtension(document: Json): Parsed {
  const value = isObject(document) && Object.hasOwn(document, EXTENSION) ? document[EXTENSION]! : {};
  const parsed = extensionSchema.safeParse(value);
  if (parsed.success) return { extension: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(value, issue)) };
}

type Issue = NonNullable<ReturnType<typeof extensionSchema.safeParse>['error']>['issues'][number];

function problemsOf(value: Json, issue: Issue): readonly UnlocatedProblem[] {
  const within = pointerOf(issue.path.map(String));
  const pointer = below('', EXTENSION) + within;
  const problem = (at: string, message: string): UnlocatedProblem => ({ code: 'document/extension', pointer: at, message });
  if (issue.code !== 'unrecognized_keys') return [problem(pointer, `expected ${issue.message}, got ${shownValue(valueAt(value, within))}`)];
  return issue.keys.map((key) => problem(below(pointer, key), unknownMember(key, memberNames(extensionSchema, issue.path))));
}

function unknownMember(key: string, known: readonly string[]): string {
  if (SECRET.test(key)) {
    return 'expected no secret: a document describes principals and clients without their secrets, and the mock generates those';
  }
  const meant = suggestion(key, known);
  return `expected one of ${known.join(', ')}, got ${shownValue(key)}${meant === undefined ? '' : `; did you mean ${shownValue(meant)}?`}`;
}
