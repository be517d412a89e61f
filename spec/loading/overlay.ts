import { exec, type JsonValue } from 'jsonpath-rfc9535';
import type { Json, JsonObject } from '../contract.ts';
import { isList, isObject, items, text } from '../json/json.ts';
import { below, pointerOf, tokensOf, valueAt } from '../json/pointer.ts';
import { DocumentError, type Problem, shownValue } from './problem.ts';
import { suggestion } from '../suggestion.ts';
import { mergeParts, removeAt, replaceAt } from './edit.ts';
import { type PartOrigin, originOf, type PartOrigins, placeOf } from './origin.ts';

/** A document with overlays applied, and the origins of its parts. */
export interface Overlaid {
  readonly document: Json | undefined;
  readonly origins: PartOrigins;
}

const MEMBERS = ['target', 'description', 'update', 'remove', 'copy'];

/**
 * Applies OpenAPI Overlays (1.0 and 1.1) to a document, action by action. An action whose target selects nothing has no effect.
 * @throws {DocumentError} with every problem of an overlay.
 * @see https://spec.openapis.org/overlay/v1.1.0.html
 */
export function applyOverlays(root: PartOrigin, overlays: readonly PartOrigin[]): Overlaid {
  const start: Overlaid = { document: root.parsed, origins: new Map([['', root]]) };
  return overlays.reduce((state, overlay) => applyOverlay(state, overlay), start);
}

function applyOverlay(state: Overlaid, overlay: PartOrigin): Overlaid {
  const problems = checkOverlay(overlay);
  if (problems.length > 0) throw new DocumentError(problems);
  const actions = valueAt(overlay.parsed, '/actions');
  return items(actions).reduce<Overlaid>(
    (current, action, index) => (isObject(action) ? applyAction(current, action, overlay, index) : current),
    state,
  );
}

function applyAction(state: Overlaid, action: JsonObject, overlay: PartOrigin, index: number): Overlaid {
  const targets = select(state.document, text(action['target']) ?? '');
  if (action['remove'] === true) return targets.toReversed().reduce<Overlaid>(removeAt, state);
  const addition = additionOf(state, action, overlay, index);
  if (addition === undefined) return state;
  return targets.reduce<Overlaid>((current, pointer) => {
    const merged = mergeParts(valueAt(current.document, pointer)!, addition.value, pointer, addition.origin);
    return {
      document: replaceAt(current.document, tokensOf(pointer), merged.value),
      origins: new Map([...current.origins, ...merged.origins]),
    };
  }, state);
}

/** The value that an action adds to its targets (its update or copy), and the origin of the value. */
function additionOf(
  state: Overlaid,
  action: JsonObject,
  overlay: PartOrigin,
  index: number,
): { value: Json; origin: PartOrigin } | undefined {
  const { update, copy } = action;
  if (update !== undefined) return { value: update, origin: { ...overlay, pointer: `/actions/${index}/update` } };
  if (copy === undefined) return undefined;
  const sources = select(state.document, text(copy) ?? '');
  if (sources.length === 1) return { value: valueAt(state.document, sources[0]!)!, origin: originOf(state.origins, sources[0]!) };
  const message = `expected a JSONPath that selects one value, got ${shownValue(copy)}, which selects ${sources.length}`;
  throw new DocumentError([problemAt(overlay, `/actions/${index}/copy`, message)]);
}

function checkOverlay(overlay: PartOrigin): readonly Problem[] {
  const { parsed } = overlay;
  const at = (pointer: string, message: string) => problemAt(overlay, pointer, message);
  if (!isObject(parsed)) return [at('', 'expected an OpenAPI Overlay, got a value that is not an object')];
  const version = parsed['overlay'];
  if (typeof version !== 'string') return [at('', 'expected an OpenAPI Overlay, got an object without the member "overlay"')];
  if (!/^1\.[01](\.|$)/.test(version)) return [at('/overlay', `expected an Overlay of version 1.0 or 1.1, got ${shownValue(version)}`)];
  const actions = parsed['actions'];
  if (!isList(actions) || actions.length === 0)
    return [at('/actions', `expected a list with at least one action, got ${shownValue(actions)}`)];
  return actions.flatMap((action, index) => checkAction(action, below('/actions', index), at));
}

function checkAction(action: Json, pointer: string, at: (pointer: string, message: string) => Problem): readonly Problem[] {
  if (!isObject(action)) return [at(pointer, `expected an action, got ${shownValue(action)}`)];
  const unknown = Object.keys(action)
    .filter((name) => !MEMBERS.includes(name) && !name.startsWith('x-'))
    .map((name) => {
      const meant = suggestion(name, MEMBERS);
      return at(
        below(pointer, name),
        `expected one of ${MEMBERS.join(', ')}, got ${shownValue(name)}${meant ? `; did you mean ${shownValue(meant)}?` : ''}`,
      );
    });
  const idle = ['update', 'remove', 'copy'].every((name) => action[name] === undefined);
  return [
    ...unknown,
    ...checkPath(action['target'], below(pointer, 'target'), at),
    ...(action['copy'] === undefined ? [] : checkPath(action['copy'], below(pointer, 'copy'), at)),
    ...(idle && unknown.length === 0 ? [at(pointer, 'expected one of update, remove, copy, got none')] : []),
  ];
}

function checkPath(path: Json | undefined, pointer: string, at: (pointer: string, message: string) => Problem): readonly Problem[] {
  const expression = text(path);
  if (expression === undefined) return [at(pointer, `expected a JSONPath such as $.paths, got ${shownValue(path)}`)];
  try {
    exec({}, expression, () => undefined);
    return [];
  } catch {
    return [at(pointer, `expected a JSONPath such as $.paths, got ${shownValue(expression)}`)];
  }
}

function problemAt(overlay: PartOrigin, pointer: string, message: string): Problem {
  return { code: 'document/overlay', message, ...placeOf(new Map([['', overlay]]), pointer) };
}

/** The pointers that a JSONPath selects, without duplicates, in document order. @see RFC 9535 */
function select(document: Json | undefined, expression: string): readonly string[] {
  const pointers = new Set<string>();
  exec(writable(document ?? null), expression, (_value, path) => void pointers.add(pointerOf(path.map(nameOf))));
  return [...pointers];
}

/** The library requires a writable type, but does not write. */
function writable(value: Json): JsonValue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type lacks only readonly
  return value as JsonValue;
}

const LETTERS: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** A name or index of a normalised path, unescaped. @see RFC 9535 §2.7 */
function nameOf(key: string | number): string | number {
  if (typeof key === 'number') return key;
  return key.replaceAll(/\\(?:u([\da-f]{4})|(.))/gi, (_whole, code: string | undefined, letter: string) =>
    code === undefined ? (LETTERS[letter] ?? letter) : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
