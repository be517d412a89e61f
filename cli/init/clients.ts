/**
 * The OAuth clients that the checks of a document need, by its flows.
 *
 * @module
 */
import { authorizationServers, type Grant } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import { mayUse } from '../../suites/oauth/parties.ts';
import type { OAuthClient } from '../../suites/engine/settings.ts';
import { createNaming, stagingVariable } from './naming.ts';
import type { ProposedRole, Value } from './role.ts';

const words: { readonly [kind in Grant]: string } = {
  authorizationCode: 'the code flow',
  clientCredentials: 'the client credentials flow',
  password: 'the password flow',
  implicit: 'the implicit flow',
  deviceAuthorization: 'the device flow',
};

/** The clients for a document; none if it declares no flow. */
export function clientRoles(contract: Contract): readonly ProposedRole[] {
  const flows = authorizationServers(contract).flatMap((server) => server.flows);
  if (flows.length === 0) return [];
  const naming = createNaming();
  const kinds = new Set(flows.map(({ kind }) => kind));
  const scopes = [...new Set(flows.flatMap((flow) => flow.scopes))];
  const [plan, without] = [true, false].map((able) => contract.plans.findLast(({ name }) => mayUse(contract, onPlan(name)) === able)?.name);
  const codes = kinds.has('authorizationCode');
  const browser = codes || kinds.has('implicit');
  const role = (
    name: string,
    description: string,
    options: { readonly open?: boolean; readonly plan?: string | undefined; readonly uri?: string } = {},
  ) => {
    const called = naming(name);
    const secret = stagingVariable(called, 'SECRET');
    const password = stagingVariable(called, 'PASSWORD');
    const owner = kinds.has('password') && name === 'app';
    const on = options.plan ?? plan;
    const entry: { readonly [key: string]: Value } = {
      clientId: `the-id-of-${called}`,
      ...(!options.open && { clientSecret: { env: secret } }),
      ...(browser && { redirectUri: options.uri ?? `https://${called}.example/callback` }),
      ...(on !== undefined && { plan: on }),
      ...(scopes.length > 0 && { scopes }),
      ...(browser && { consent: 'automatic' }),
      ...(owner && { resourceOwner: { username: 'user', password: { env: password } } }),
    };
    const variables = [
      ...(options.open ? [] : [{ name: secret, description: `${called}: client secret. ${description}` }]),
      ...(owner ? [{ name: password, description: `${called}: password of the user in the password flow` }] : []),
    ];
    return { name: called, description, entry, variables };
  };
  return [
    role('app', `Uses ${listed([...kinds].map((kind) => words[kind]))}.`),
    ...(codes
      ? [
          role('other-app', 'A second client. It must not be able to use codes and tokens of the first.'),
          role('phone', 'A public client without a secret, with a redirect URI on its own machine.', {
            open: true,
            uri: 'http://127.0.0.1:8976/callback',
          }),
        ]
      : []),
    ...(codes && without !== undefined && plan !== undefined
      ? [
          role('outsider', `Its account has the plan ${without}, which does not include OAuth. The server must reject it.`, {
            plan: without,
          }),
        ]
      : []),
  ];
}

function onPlan(plan: string): OAuthClient {
  return { name: '', clientId: '', redirectUri: '', account: '', plan, scopes: [], public: false, consent: { kind: 'automatic' } };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
