import type { ClientGiven } from '../stage/given.ts';

const prefix = 'AUTH_CONFORMANCE_';

/** The variables with which common programs trust a certificate authority. */
const trustVariables = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO'];

export interface EnvironmentInput {
  readonly given: ClientGiven;
  /** The path of the certificate of the authority. */
  readonly ca: string;
  /** The path of the browser command. */
  readonly browser: string;
  /** Further variables of the user: `${URL}` in a value stands for what is given under that name. */
  readonly mapped: { readonly [name: string]: string };
}

/** The variables that a client is given. */
export function environmentOf({ given, ca, browser, mapped }: EnvironmentInput): ClientGiven {
  const values: ClientGiven = { ...given, CA: ca, BROWSER: browser };
  return {
    // A proxy of the user cannot reach this machine.
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    ...Object.fromEntries(trustVariables.map((name) => [name, ca])),
    BROWSER: browser,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [prefix + name, value])),
    ...Object.fromEntries(
      Object.entries(mapped).map(([name, text]) => [name, text.replace(/\$\{([A-Z_]+)\}/g, (_, one: string) => values[one] ?? '')]),
    ),
  };
}
