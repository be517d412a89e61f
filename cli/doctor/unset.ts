import type { Settings } from '../../suites/engine/settings.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import type { ConfigurationFile } from '../configuration/file.ts';
import { usage } from '../failure.ts';

/** A variable that is not set, and the configuration key that names it. */
export interface UnsetVariable {
  readonly variable: string;
  readonly key: string;
}

/** A line of `doctor` about it. */
export function unsetLine({ variable, key }: UnsetVariable): PreflightResult {
  return {
    id: `variables/${variable}`,
    outcome: 'fail',
    message: `the environment variable ${variable} is not set`,
    configuration: key,
    fix: 'set it, or add it to .env next to the configuration',
  };
}

/**
 * Settings without the hooks, principals and clients whose secrets are unknown, so that the others can be examined.
 *
 * @throws {CommandFailure} with exit code 2 if a request to the target cannot be sent at all without one of the variables
 */
export function withoutUnset(settings: Settings, unset: readonly UnsetVariable[], { values, where }: ConfigurationFile): Settings {
  if (unset.length === 0) return settings;
  const names = (group: string) => new Set(unset.flatMap(({ key }) => (key.startsWith(`${group}.`) ? [key.split('.')[1]!] : [])));
  const [principals, clients] = [names('principals'), names('clients')];
  const other = unset.filter(({ key }) => !/^(?:principals|clients|hooks)\./.test(key));
  if (other.length > 0) {
    const lines = other.map(
      ({ variable, key }) => `${where(key) ?? 'configuration'}: ${key}: the environment variable ${variable} is not set`,
    );
    throw usage(lines.join('\n'), 'configuration/secret');
  }
  const lacksClient = (name: string) => {
    const source = values.principals?.[name]?.secret;
    return source !== undefined && 'client' in source && clients.has(source.client);
  };
  const { hooks, ...rest } = settings;
  return {
    ...rest,
    ...(hooks && !unset.some(({ key }) => key.startsWith('hooks.')) && { hooks }),
    principals: settings.principals.filter(({ name }) => !principals.has(name) && !lacksClient(name)),
    clients: settings.clients.filter(({ name }) => !clients.has(name)),
  };
}
