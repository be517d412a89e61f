import type { Json } from '../../spec/contract.ts';
import { headerValues } from '../../spec/message.ts';
import type { CompiledParameter } from '../compile/parameters.ts';
import type { Cause } from '../engine/cause.ts';
import type { RequestContext } from '../engine/request-context.ts';

/** A text of a query or form, decoded; a text that cannot be decoded is kept. */
export function formText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The values of a parameter in a request, and whether it is there in a form that is not read, such as `filter[name]=…`. */
function valuesOf(context: RequestContext, { name, in: place, index }: CompiledParameter): { values: readonly string[]; other: boolean } {
  if (place === 'header') return { values: headerValues(context.request.headers, name).map((value) => value.trim()), other: false };
  if (place === 'path') return { values: context.values.slice(index, index + 1), other: false };
  const pairs = context.query.split('&').map((pair) => {
    const [written = '', ...rest] = pair.split('=');
    return [formText(written), formText(rest.join('='))] as const;
  });
  return {
    values: pairs.flatMap(([written, value]) => (written === name ? [value] : [])),
    other: pairs.some(([written]) => written.startsWith(`${name}[`)),
  };
}

/** A number, boolean or null that a text writes, or the text. */
function scalarOf(text: string): Json {
  return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text) ? JSON.parse(text) : text;
}

/** What the values may mean: one value or a list, of texts or of other scalars. */
function readings(values: readonly string[], separator: string | undefined): readonly Json[] {
  const items = separator === undefined ? values : values.flatMap((value) => value.split(separator));
  const single = values.length === 1 ? values[0] : undefined;
  return [...(single === undefined ? [] : [single, scalarOf(single)]), items, items.map(scalarOf)];
}

/** What is wrong with a parameter: a message for the client, and the cause. */
export interface ParameterProblem {
  readonly message: string;
  readonly cause: Cause;
}

function problemOf(context: RequestContext, parameter: CompiledParameter): ParameterProblem | undefined {
  const { name, in: place, required, schema, separator, example, written } = parameter;
  const { values, other } = valuesOf(context, parameter);
  if (values.length === 0) {
    // The members of an object may be parameters of their own.
    const spread = place === 'query' && written !== undefined && !written.startsWith(encodeURIComponent(name));
    if (!required || other || spread) return undefined;
    return { message: `The ${place} parameter ${name} is required`, cause: { code: 'missing-parameter', in: place, name } };
  }
  // The documented example is accepted, even one that the schema does not allow.
  if (schema === undefined || values.join(',') === example) return undefined;
  const { validate } = context.environment.compiled;
  const violations = readings(values, separator).map((value) => validate(schema, value));
  if (violations.some(({ length }) => length === 0)) return undefined;
  const { message } = violations[0]![0]!;
  return {
    message: `The ${place} parameter ${name} is not valid: ${message}`,
    cause: { code: 'invalid-parameter', in: place, name, message },
  };
}

/** What is wrong with the first parameter that is missing or that its schema does not allow. */
export function parameterProblem(context: RequestContext, parameters: readonly CompiledParameter[]): ParameterProblem | undefined {
  for (const parameter of parameters) {
    const problem = problemOf(context, parameter);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
