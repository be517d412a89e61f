import { proxyPair } from '../http/proxy.ts';
import type { Settings } from '../engine/settings.ts';
import { shortest } from './needles.ts';
import { partsOf } from './parts.ts';
import { variableOf, type Secret } from './redactor.ts';

/** The settings that have secrets. */
export type SecretSettings = Pick<Settings, 'principals' | 'clients' | 'hooks' | 'headers' | 'proxy'>;

interface ConfiguredSecret extends Secret {
  /** Its key in the configuration. */
  readonly at: string;
}

/** Every secret of the settings. */
export function configuredSecrets({ headers = [], principals, clients, proxy, hooks }: SecretSettings): readonly ConfiguredSecret[] {
  return [
    ...headers.flatMap(({ name, value, secret }) =>
      secret ? [{ name: `header:${name}`, value, shell: `$${variableOf(`header ${name}`)}`, at: `headers.${name}` }] : [],
    ),
    ...principals.map(({ name, secret }) => ({ name, value: secret, shell: `$${variableOf(name)}`, at: `principals.${name}.secret` })),
    ...principals.flatMap(({ name, renewal }) =>
      renewal?.kind === 'client' && renewal.refreshToken !== undefined
        ? [
            {
              name: `${name}:refresh-token`,
              value: renewal.refreshToken,
              shell: `$${variableOf(name)}_REFRESH_TOKEN`,
              at: `principals.${name}.secret.refreshToken`,
            },
          ]
        : [],
    ),
    ...clients.flatMap(({ name, clientSecret, consent, resourceOwner }) => [
      ...ofClient(name, 'client', clientSecret, 'CLIENT_SECRET', 'clientSecret'),
      ...ofClient(name, 'code', consent.kind === 'code' ? consent.code : undefined, 'CODE', 'consent.code'),
      ...ofClient(name, 'password', resourceOwner?.password, 'PASSWORD', 'resourceOwner.password'),
    ]),
    ...[...new Set([proxy?.http, proxy?.https])].flatMap((url) => {
      const pair = url === undefined ? undefined : proxyPair(url);
      return pair === undefined ? [] : [{ name: 'proxy', value: pair, shell: '$AUTH_CONFORMANCE_PROXY', at: 'proxy' }];
    }),
    ...(hooks ? [{ name: 'hooks', value: hooks.token, shell: '$AUTH_CONFORMANCE_HOOKS_TOKEN', at: 'hooks.token' }] : []),
  ];
}

const ofClient = (client: string, part: string, value: string | undefined, variable: string, key: string) =>
  value === undefined
    ? []
    : [{ name: `${client}:${part}`, value, shell: `$${variableOf(client)}_${variable}`, at: `clients.${client}.${key}` }];

/** The secrets and passwords that are too short to be found in responses, and their keys in the configuration. */
export function unprotectedSecrets(settings: SecretSettings): readonly Pick<ConfiguredSecret, 'name' | 'at'>[] {
  return configuredSecrets(settings).flatMap(({ name, value, at }) => {
    const password = partsOf(value).find((part) => part.name === 'password')?.value;
    if (value.length < shortest) return [{ name, at }];
    return password !== undefined && password.length < shortest ? [{ name: `${name}:password`, at }] : [];
  });
}
