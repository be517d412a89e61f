/** Options that the environment may set, as `AUTH_CONFORMANCE_` and the name in capitals. */
const names = [
  'target',
  'config',
  'profile',
  'allow',
  'report-dir',
  'format',
  'fail-on',
  'max-requests',
  'max-seconds',
  'workers',
  'port',
  'http-port',
  'control-port',
  'host',
  'seed',
];
const numeric = /^(?:max-|workers|port$|http-port|control-port)/;

/** The options that the environment sets: flags outweigh them, they outweigh the configuration file. */
export function environmentOptions(environment: NodeJS.ProcessEnv): { readonly [option: string]: string | number } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[`AUTH_CONFORMANCE_${name.toUpperCase().replaceAll('-', '_')}`];
      return value === undefined || value === '' ? [] : [[name, numeric.test(name) ? Number(value) : value] as const];
    }),
  );
}
