import { readFile } from 'node:fs/promises';
import { createMock, type Mock } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { defaultScheme } from '../../suites/principals/principals.ts';
import { callsFromHere } from '../../suites/principals/origin.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { placeOnMock } from '../configuration/servers.ts';
import { mockClients } from '../run/mock-clients.ts';
import { mockPrincipals } from '../run/mock-principals.ts';

/** A mock with the principals and clients of a configuration. */
export interface ConfiguredMock {
  readonly mock: Mock;
  /** The settings of the run against the target, with the mock's addresses and secrets. */
  readonly settings: Settings;
  close(): Promise<void>;
}

/** The addresses of this machine. */
const here = ['127.0.0.1', '::1'];

/** Starts the mock on free ports, with the principals and clients of a run instead of the document's. */
export async function startConfiguredMock(contract: Contract, settings: Settings): Promise<ConfiguredMock> {
  const mock = createMock(populated(contract, settings));
  const listening = await mock.listen({ controlPort: false });
  const { url, httpUrl, ca, close } = listening;
  const tls = { ca: await readFile(ca, 'utf8'), caFile: ca, insecure: false };
  const credentials = new Map((await mockPrincipals(mock, listening)).map(({ name, secret }) => [name, secret]));
  const onMock = settingsOnMock(mock, settings, url);
  const principals = onMock.principals.map((principal) => ({ ...principal, secret: credentials.get(principal.name)! }));
  return { mock, settings: { ...alone(onMock), principals, httpTarget: httpUrl, tls }, close };
}

/** A shard shares the mock with no other. */
function alone(settings: Settings): Settings {
  const { shard } = settings;
  if (!shard?.part) return settings;
  const { quiet: _quiet, ...part } = shard.part;
  return { ...settings, shard: { ...shard, part: { ...part, players: 1 } } };
}

/** The settings of a run, with the addresses and secrets of a mock that has its principals and clients. */
export function settingsOnMock(mock: Mock, settings: Settings, url: string): Settings {
  const { hooks: _hooks, headers: _headers, proxy: _proxy, pace: _pace, targets: _targets, ...rest } = settings;
  const clients = new Map(mockClients(mock).map((client) => [client.name, client]));
  return {
    ...rest,
    target: url,
    ...placeOnMock(mock.contract, url),
    oauthTarget: new URL(url).origin,
    principals: settings.principals.map((principal) => ({ ...principal, secret: mock.principals[principal.name]!.secret })),
    clients: settings.clients.map((client) => {
      const { clientId, clientSecret, resourceOwner } = clients.get(client.name)!;
      return { ...client, clientId, ...defined({ clientSecret, resourceOwner }), consent: { kind: 'automatic' } };
    }),
  };
}

/** The contract with the principals and clients of a run as its fixtures. */
export function populated(contract: Contract, { principals, clients, origin }: Settings): Contract {
  const scheme = defaultScheme(contract);
  return {
    ...contract,
    accounts: [...new Map([...clients, ...principals].map(({ account, plan }) => [account, defined({ name: account, plan })])).values()],
    principals: principals.map((principal) => {
      const { name, account, scopes, state, expendable, from } = principal;
      const list = from && callsFromHere(principal, origin) ? [...from, ...here] : from;
      return { name, account, scheme: principal.scheme ?? scheme, scopes, state, expendable, ...(list && { from: list }) };
    }),
    clients: clients.map(({ name, account, scopes, redirectUri, public: isPublic, from }) => ({
      name,
      account,
      scopes,
      redirectUris: redirectUri === '' ? [] : [redirectUri],
      public: isPublic,
      ...(from && { from }),
    })),
  };
}
