import type { Contract, Operation, Scheme } from '../../../spec/contract.ts';
import type { KnownCall } from './client-io.ts';

/** A call of an operation with its documented examples. */
function callOf(operation: Operation): KnownCall {
  const { method, parameters, body } = operation;
  const path = operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters.find((one) => one.in === 'path' && one.name === name)?.example ?? name),
  );
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name, example, written }) => written ?? `${encodeURIComponent(name)}=${encodeURIComponent(example)}`);
  const [content] = body?.content ?? [];
  return {
    method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    ...(content && { type: content.sent ?? content.type, body: JSON.stringify(content.example ?? {}) }),
  };
}

const takes = ({ security }: Operation, scheme: string) =>
  security.some(({ requirements }) => requirements.length === 1 && requirements[0]!.scheme === scheme);

/** The first call of a method with one of these schemes; those without path parameters first, as their objects exist. */
export function firstCall({ operations }: Contract, method: string, schemes: readonly Scheme[]): KnownCall | undefined {
  const fitting = operations.filter((operation) => operation.method === method && schemes.some(({ name }) => takes(operation, name)));
  const found = fitting.find(({ path }) => !path.includes('{')) ?? fitting[0];
  return found && callOf(found);
}
