/** Reads options from environment variables such as `AUTH_CONFORMANCE_MAX_REQUESTS`. */
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

/** Options of `run` and `plan` that the environment may set. Flags override them; they override the configuration file. */
export const runVariables = ['target', 'config', 'profile', 'allow', 'max-requests', 'max-seconds'];
/** The same for `replay`. */
export const replayVariables = ['target', 'config', 'allow', 'max-requests', 'max-seconds'];
/** The same for `run` only. */
export const reportVariables = ['report-dir', 'format', 'fail-on', 'workers', 'otlp'];
/** The same for `mock`. */
export const mockVariables = ['port', 'http-port', 'control-port', 'control-host', 'control-token', 'host', 'seed', 'store', 'log'];

/** The environment variable of an option. */
export function variableOfOption(name: string): string {
  return `AUTH_CONFORMANCE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Reserved variable names: no principal's secret is shown under one of them. */
export const reservedVariables: readonly string[] = [...runVariables, ...reportVariables, ...mockVariables, 'run', 'chromium'].map(
  variableOfOption,
);
