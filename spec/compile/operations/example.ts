import type { Json, JsonObject } from '../../contract.ts';
import { isList, isObject, items, member } from '../../json/json.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';
import type { ConversionDirection } from '../../schema/convert.ts';
import { isAllowed, sample } from '../../schema/sample.ts';
import { bodyScore, errorSample, labelScore, adaptedError, type ErrorSubject } from './error-subject.ts';

/** A value for a body, header or parameter. */
export interface ChosenExample {
  readonly value: Json;
  /** Whether it is from the document. */
  readonly documented: boolean;
  /** Its own schema does not allow it, and no other value could be made. */
  readonly invalid?: true;
  /** Other documented examples of the same error. */
  readonly others?: readonly Json[];
}

/** The documented examples of a media type, header or parameter, else those of its schema. */
export function documentedExamples(node: DocumentNode): readonly Json[] {
  const own = [member(node.value, 'example'), ...parts(step(node, 'examples')).map(([, example]) => valueOf(example))];
  const schema = step(node, 'schema').value;
  const shown = [member(schema, 'example'), ...items(member(schema, 'examples'))];
  const [first, second] = [own, shown].map((values) => values.filter((value) => value !== undefined));
  return first!.length > 0 ? first! : second!;
}

const valueOf = ({ value }: DocumentNode) => member(value, 'value') ?? member(value, 'dataValue');

/** The documented example with a name. */
export function namedExample(media: DocumentNode, name: string): Json | undefined {
  return valueOf(step(media, 'examples', name));
}

const chosen = new WeakMap<JsonObject, Map<string, ChosenExample | undefined>>();

/**
 * The first documented example that the schema allows; one that is JSON in a string counts as that JSON, one object as a list of it. Else a value
 * made from the schema; where none is found, the example as it stands.
 */
export function chosenExample(
  node: DocumentNode,
  direction: ConversionDirection,
  json: boolean,
  subject?: ErrorSubject,
): ChosenExample | undefined {
  if (!isObject(node.value)) return undefined;
  const known = chosen.get(node.value) ?? new Map<string, ChosenExample | undefined>();
  chosen.set(node.value, known);
  const key = `${direction} ${json} ${JSON.stringify(subject)}`;
  if (!known.has(key)) known.set(key, subject ? chooseError(node, json, subject) : choose(node, direction, json));
  return known.get(key);
}

/** A documented example with its name, summary and description. */
interface Labelled {
  readonly value: Json;
  readonly label: string;
}

function labelledExamples(node: DocumentNode): readonly Labelled[] {
  return parts(step(node, 'examples')).flatMap(([name, example]) => {
    const value = valueOf(example);
    const words = [name, member(example.value, 'summary'), member(example.value, 'description')];
    return value === undefined ? [] : [{ value, label: words.filter((word) => typeof word === 'string').join(' ') }];
  });
}

/**
 * The example that is most clearly about an error. If each is about another one, and the response or the example is not for this one alone, the
 * first is adapted as far as the schema allows; so is a value made from the schema.
 */
function chooseError(node: DocumentNode, json: boolean, subject: ErrorSubject): ChosenExample | undefined {
  const schema = step(node, 'schema');
  const isValid = (value: Json) => isAllowed(schema, value, 'response');
  const own = member(node.value, 'example');
  const named = labelledExamples(node);
  const stated = [...(own === undefined ? [] : [{ value: own, label: '' }]), ...named];
  const shown = stated.length > 0 ? stated : documentedExamples(node).map((value) => ({ value, label: '' }));
  const scored = shown
    .flatMap(({ value, label }) => {
      const valid = (json ? readings(value, isTextSchema(schema)) : [value]).find(isValid);
      return valid === undefined ? [] : [{ value: valid, score: labelScore(label, subject) + bodyScore(valid, subject) }];
    })
    .toSorted((one, other) => other.score - one.score);
  const [first] = scored;
  if (first !== undefined) {
    const isShared = subject.general || stated.length !== 1 || bodyScore(first.value, subject) <= -2;
    if (first.score >= 0 || !isShared) {
      const others = scored.slice(1).filter(({ score }) => score >= 0);
      return { value: first.value, documented: true, ...(others.length > 0 && { others: others.map(({ value }) => value) }) };
    }
    const value = adaptedError(first.value, subject, isValid, false);
    return { value, documented: JSON.stringify(value) === JSON.stringify(first.value) };
  }
  const made = errorSample(schema, subject);
  return made === undefined ? choose(node, 'response', json) : { value: made, documented: false };
}

const isTextSchema = ({ value }: DocumentNode) =>
  items(member(value, 'type'))
    .concat(member(value, 'type') ?? [])
    .includes('string');

function choose(node: DocumentNode, direction: ConversionDirection, json: boolean): ChosenExample | undefined {
  const schema = step(node, 'schema');
  const documented = documentedExamples(node);
  const candidates = json ? documented.flatMap((value) => readings(value, isTextSchema(schema))) : documented;
  const valid = candidates.find((value) => isAllowed(schema, value, direction));
  if (valid !== undefined) return { value: valid, documented: true };
  const made = sample(schema, direction);
  if (made !== undefined) return { value: made, documented: false };
  return documented[0] === undefined ? undefined : { value: documented[0], documented: true, invalid: true };
}

/** What an example may mean: itself, the JSON in its text, a list of it, or its only item. JSON in a text is no text, unless the schema says so. */
function readings(value: Json, isText: boolean): readonly Json[] {
  const read = typeof value === 'string' ? parsed(value) : undefined;
  const values = read === undefined ? [value] : isText ? [value, read] : [read];
  return [...values, ...values.flatMap((each) => (isObject(each) ? [[each]] : isList(each) && each.length === 1 ? each : []))];
}

function parsed(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
