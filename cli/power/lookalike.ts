/**
 * A run again without its target: the same plan against a mock that knows callers of the same properties, sound or with a fault.
 *
 * @module
 */
import type { Mock } from '../../mock/create.ts';
import type { Client, Contract, Principal } from '../../spec/contract.ts';
import { defaultScheme } from '../../suites/principals/principals.ts';
import type { Plot } from '../../suites/engine/scenario.ts';
import { createVault } from '../../suites/redaction/redactor.ts';
import { createSession, fillVault, type Session } from '../../suites/engine/session.ts';
import type { Actor, OAuthClient, Settings } from '../../suites/engine/settings.ts';
import type { Target } from '../../suites/http/target.ts';
import { inProcessTarget, stillMock } from '../prove/in-process.ts';
import { mockClients } from '../run/mock-clients.ts';

/** What a run is like: what it may do, and of those who call for it the properties, never the secrets. */
export type Outfit = Pick<Plot, 'contract' | 'settings' | 'hooks'>;

/** Opens a session of the same outfit against a mock with these faults; `only` narrows it to these requirements. */
export function lookalike(
  { contract, settings, hooks }: Outfit,
  faults: readonly string[],
  only: readonly string[] = settings.only,
): Session {
  const mock = stillMock(peopled(contract, settings), { faults });
  const alike: Settings = { ...settings, ...disguised(mock, settings), ...addresses(mock), only };
  const vault = createVault('lookalike');
  fillVault(vault, alike);
  return createSession({ contract, settings: alike, target: equipped(inProcessTarget(mock), settings, hooks), vault });
}

const host = 'mock.example';

const addresses = ({ contract: { basePath } }: Mock) => ({
  target: `https://${host}${basePath}`,
  httpTarget: `http://${host}${basePath}`,
  oauthTarget: `https://${host}`,
});

/** The document with the callers of a run in place of its own fixtures. */
function peopled(contract: Contract, { actors, clients, origin }: Settings): Contract {
  const scheme = defaultScheme(contract);
  const plans = new Map([...actors, ...clients].map(({ account, plan }) => [account, plan]));
  return {
    ...contract,
    accounts: [...plans].map(([name, plan]) => ({ name, ...(plan !== undefined && { plan }) })),
    principals: actors.map((actor): Principal => {
      const { name, account, scopes, state, expendable, from, here } = actor;
      const list = from && here ? [...from, origin?.usual ?? '127.0.0.1'] : from;
      return { name, account, scheme: actor.scheme ?? scheme, scopes, state, expendable, ...(list && { from: list }) };
    }),
    clients: clients.map(({ name, account, scopes, redirectUri, public: open, from }): Client => {
      const redirectUris = redirectUri === '' ? [] : [redirectUri];
      return { name, account, scopes, redirectUris, public: open, ...(from && { from }) };
    }),
  };
}

/** The callers of a run with the secrets of the mock. */
function disguised(mock: Mock, { actors, clients }: Settings): Pick<Settings, 'actors' | 'clients'> {
  const twins = new Map(mockClients(mock).map((client) => [client.name, client]));
  return {
    actors: actors.map((actor): Actor => ({ ...actor, secret: mock.principals[actor.name]!.secret })),
    clients: clients.map((client): OAuthClient => {
      const { consent } = client;
      const twin = twins.get(client.name)!;
      return { ...twin, redirectUri: client.redirectUri, consent: consent.kind === 'code' ? consent : { kind: 'automatic' } };
    }),
  };
}

/** A target that offers the hooks that the run has, and sees its requests come from where the run's would. */
function equipped(target: Target, { origin }: Settings, { clock, reset, deny }: Outfit['hooks']): Target {
  const { advance, reset: unspend, deny: refuse } = target.capabilities;
  return {
    ...target,
    send: (call) => target.send({ ...call, from: call.from ?? origin?.usual ?? '127.0.0.1' }),
    capabilities: {
      ...(clock && advance && { advance }),
      ...(reset && unspend && { reset: unspend }),
      ...(deny && refuse && { deny: refuse }),
    },
  };
}
