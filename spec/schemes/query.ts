import type { MalformedCredential, SchemeMethods, Taken } from './scheme.ts';

/** A key in the query of the request target. */
export const queryScheme: SchemeMethods = {
  kind: 'query',
  put: ({ parameter }, carrier, credential) => {
    const [path, pairs] = split(carrier.target);
    const kept = pairs.filter((pair) => nameOf(pair) !== parameter);
    return { ...carrier, target: `${path}?${[...kept, `${encodeURIComponent(parameter)}=${encodeURIComponent(credential)}`].join('&')}` };
  },
  take: ({ parameter }, carrier) => {
    const values = split(carrier.target)[1].filter((pair) => nameOf(pair) === parameter);
    if (values.length > 1) return malformed('repeated', parameter);
    if (values[0] === undefined) return { found: 'nothing' };
    const credential = decode(values[0].slice(values[0].indexOf('=') + 1));
    if (credential === undefined) return malformed('not-percent-encoded', parameter);
    const empty = credential === '' || !values[0].includes('=');
    return empty ? malformed('empty', parameter) : { found: 'credential', credential };
  },
};

function malformed(problem: MalformedCredential['problem'], name: string): Taken {
  return { found: 'malformed', problem, in: 'query parameter', name };
}

function split(target: string): readonly [path: string, pairs: readonly string[]] {
  const mark = target.indexOf('?');
  return mark === -1
    ? [target, []]
    : [
        target.slice(0, mark),
        target
          .slice(mark + 1)
          .split('&')
          .filter(Boolean),
      ];
}

function nameOf(pair: string): string | undefined {
  return decode(pair.split('=', 1)[0]!);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
