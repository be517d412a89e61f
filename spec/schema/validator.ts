import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { HTTP_DATE, isUnixTime } from './format.ts';
import type { Contract, Json } from '../contract.ts';
import { convertSchemas, type ConversionDirection } from './convert.ts';
import { tokensOf } from '../json/pointer.ts';
import { runBounded, schemaTimeMs } from './bounded.ts';
import { createIsQuick } from './cost.ts';

/** One violation of a schema. */
export interface Violation {
  /** JSON Pointer into the value; the empty string is the value itself. */
  readonly pointer: string;
  /** The keyword of the schema: `required`; `time` if the schema could not be applied in time. */
  readonly keyword: string;
  /** What the keyword demands: the name of the missing member, the type, the limit. */
  readonly value?: Json;
  /** The same in words: `must be integer`. */
  readonly message: string;
}

/** Validates a value against the schema at a JSON Pointer into the contract's document. */
export type Validator = (pointer: string, value: Json) => readonly Violation[];

/**
 * Creates a validator for a contract's document. Schemas are compiled on first use. Read-only members may be missing in request bodies,
 * write-only members elsewhere. Unknown formats are ignored. The validator throws if there is no schema at the pointer. A schema with patterns or
 * recursion is applied for a limited time, because a hostile value could take for ever.
 */
export function createValidator(contract: Pick<Contract, 'document' | 'openapi'>): Validator {
  const registered = new Map<ConversionDirection, Ajv2020>();
  const compiled = new Map<string, Apply>();
  const isQuick = createIsQuick(contract.document);

  const register = (direction: ConversionDirection): Ajv2020 => {
    const known = registered.get(direction);
    if (known) return known;
    const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false, unicodeRegExp: false });
    formats.default(ajv);
    ajv.addFormat('unixtime', { type: 'number', validate: isUnixTime });
    ajv.addFormat('http-date', HTTP_DATE);
    ajv.addSchema(convertSchemas(contract.document, contract.openapi, direction), 'document');
    registered.set(direction, ajv);
    return ajv;
  };

  const validatorAt = (pointer: string): Apply => {
    const known = compiled.get(pointer);
    if (known) return known;
    const direction = /\/requestBod(y|ies)(\/|$)/.test(pointer) ? 'request' : 'response';
    const validate = register(direction).compile({ $ref: `document#${fragmentOf(pointer)}` });
    const apply: Apply = (value) => (validate(value) ? [] : violationsOf(validate.errors ?? []));
    const made: Apply = isQuick(pointer) ? apply : (value) => inTime(() => apply(value));
    compiled.set(pointer, made);
    return made;
  };

  return (pointer, value) => validatorAt(pointer)(value);
}

type Apply = (value: Json) => readonly Violation[];

function inTime(apply: () => readonly Violation[]): readonly Violation[] {
  const outcome = runBounded(apply);
  if (outcome.ended) return outcome.result;
  return [{ pointer: '', keyword: 'time', message: `could not be checked within ${schemaTimeMs} ms` }];
}

/** A JSON Pointer as a URI fragment. @see RFC 6901 §6 */
function fragmentOf(pointer: string): string {
  return tokensOf(pointer)
    .map((token) => `/${encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}

function violationsOf(errors: readonly ErrorObject[]): readonly Violation[] {
  return errors.map((error) => {
    const params: { readonly [name: string]: Json } = error.params;
    const value = params[valueNames[error.keyword] ?? error.keyword] ?? params['limit'];
    return { pointer: error.instancePath, keyword: error.keyword, ...(value !== undefined && { value }), message: saysOf(error) };
  });
}

/** The parameter of an error that holds what its keyword demands, where it has another name. */
const valueNames: { readonly [keyword: string]: string } = {
  const: 'allowedValue',
  enum: 'allowedValues',
  required: 'missingProperty',
  additionalProperties: 'additionalProperty',
};

function saysOf({ keyword, message = 'is not allowed', params }: ErrorObject): string {
  const details: { readonly [name: string]: unknown } = params;
  if (keyword === 'const') return `must be ${JSON.stringify(details['allowedValue'])}`;
  if (keyword === 'enum') return `must be one of ${JSON.stringify(details['allowedValues']).slice(1, -1)}`;
  if (keyword === 'additionalProperties') return `must not have the member ${JSON.stringify(details['additionalProperty'])}`;
  if (keyword === 'required') return `must have the member ${JSON.stringify(details['missingProperty'])}`;
  return message;
}
