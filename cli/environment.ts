/** The options that the environment sets, as `AUTH_CONFORMANCE_` and the name in capitals; numbers where their names say so. */
export function environmentOptions(
  environment: NodeJS.ProcessEnv,
  names: readonly string[],
): { readonly [option: string]: string | number } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[variableOfOption(name)];
      return value === undefined || value === '' ? [] : [[name, numeric.test(name) ? Number(value) : value] as const];
    }),
  );
}

const numeric = /^(?:max-|workers$|port$|http-port$|control-port$)/;

/** Options of `run` and `plan` that the environment may set: flags outweigh them, they outweigh the configuration file. */
export const runVariables = ['target', 'config', 'profile', 'allow', 'max-requests', 'max-seconds'];
/** Those of `replay`. */
export const replayVariables = ['target', 'config', 'allow', 'max-requests', 'max-seconds'];
/** Those of `run` alone. */
export const reportVariables = ['report-dir', 'format', 'fail-on', 'workers'];
/** Those of `mock`. */
export const mockVariables = ['port', 'http-port', 'control-port', 'host', 'seed'];

/** The environment variable of an option. */
export function variableOfOption(name: string): string {
  return `AUTH_CONFORMANCE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Variables that are spoken for: no principal's secret is shown under such a name. */
export const reservedVariables: readonly string[] = [...runVariables, ...reportVariables, ...mockVariables, 'run', 'chromium'].map(
  variableOfOption,
);
