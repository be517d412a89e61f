import type { Contract, Operation, Parameter } from '../../spec/contract.ts';
import { isObject, members } from '../../spec/json/json.ts';
import { valueAt } from '../../spec/json/pointer.ts';

/** A parameter that is checked: for its presence, and against its schema if that allows not just any text. */
export interface CompiledParameter extends Parameter {
  /** Index of a path parameter among the values of the route. */
  readonly index: number;
}

/** OpenAPI ignores header parameters with these names. */
const ignored = new Set(['accept', 'content-type', 'authorization']);

const annotations = new Set(['type', 'title', 'description', 'default', 'example', 'examples', 'deprecated']);

/** Whether a schema allows every text. */
function allowsAnyText(contract: Contract, pointer: string): boolean {
  const schema = valueAt(contract.document, pointer);
  return isObject(schema) && schema['type'] === 'string' && members(schema).every(([name]) => annotations.has(name));
}

/** The id of an object is not checked: objects that do not exist get 404. */
export function compileParameters(contract: Contract, operation: Operation, hasObject: boolean): readonly CompiledParameter[] {
  const credentials = new Set(contract.schemes.map(({ parameter }) => parameter.toLowerCase()));
  const inPath = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
  return operation.parameters.flatMap((parameter) => {
    const { name, in: place, schema, required } = parameter;
    const key = name.toLowerCase();
    if (place === 'cookie' || (place === 'path' && hasObject) || ignored.has(key) || credentials.has(key)) return [];
    const free = schema === undefined || allowsAnyText(contract, schema);
    if (free && (place === 'path' || !required)) return [];
    const { schema: _, ...presence } = parameter;
    return [{ ...(free ? presence : parameter), index: inPath.indexOf(name) }];
  });
}
