import type { Contract, Operation, Parameter } from '../../spec/contract.ts';
import { suggestion } from '../../spec/suggestion.ts';
import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';

/**
 * The contract with the parameter values of a configuration instead of the documented examples. A value for an operation goes before one for a path,
 * and this before one for a name. The path of a request that could change an object keeps its examples, except for what a new object is created below.
 *
 * @throws {CommandFailure} with exit code 2 if the document has no such parameter, operation or path
 */
export function withConfiguredValues(contract: Contract, file: ConfigurationFile): Contract {
  const values = file.values.parameters;
  if (values === undefined) return contract;
  checkNames(contract, file);
  const own = (key: string, name: string) => {
    const found = Object.hasOwn(values, key) ? values[key] : undefined;
    return typeof found === 'object' && Object.hasOwn(found, name) ? found[name] : undefined;
  };
  const general = (name: string) => {
    const found = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof found === 'object' ? undefined : found;
  };
  const filled = (operation: Operation) => (parameter: Parameter) => {
    const { name } = parameter;
    const value = own(operation.id, name) ?? own(operation.path, name) ?? general(name);
    if (value === undefined || !mayHave(contract, operation, parameter)) return parameter;
    const { written: _, invented: __, ...rest } = parameter;
    return { ...rest, example: String(value) };
  };
  return {
    ...contract,
    operations: contract.operations.map((operation) => ({ ...operation, parameters: operation.parameters.map(filled(operation)) })),
  };
}

/** Whether a request with this value is sure to change no object that the run did not make. */
function mayHave({ collections }: Contract, { id, safe }: Operation, parameter: Parameter): boolean {
  if (safe || parameter.in !== 'path') return true;
  return collections.some(
    ({ create, update, remove, putByClient, parameter: last }) =>
      (id === create && !putByClient) || ((id === create || id === update || id === remove) && parameter.name !== last),
  );
}

function checkNames({ operations }: Contract, file: ConfigurationFile): void {
  const among = (found: readonly Operation[]) => found.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const check = (keys: readonly string[], what: string, name: string, names: readonly string[]) => {
    if (names.includes(name)) return;
    const meant = suggestion(name, names);
    const advice = meant === undefined ? '' : `; did you mean "${meant}"?`;
    throw misconfigured(
      `${file.where(keys.join('.')) ?? 'configuration'}: ${keys.join('.')}: the document has no ${what} "${name}"${advice}`,
    );
  };
  for (const [key, value] of Object.entries(file.values.parameters ?? {})) {
    if (typeof value !== 'object') {
      check(['parameters', key], 'parameter', key, among(operations));
      continue;
    }
    const meant = operations.filter(({ id, path }) => id === key || path === key);
    check(['parameters', key], 'operation or path', key, meant.length > 0 ? [key] : operations.flatMap(({ id, path }) => [id, path]));
    for (const name of Object.keys(value)) check(['parameters', key, name], `parameter of ${key} called`, name, among(meant));
  }
}
