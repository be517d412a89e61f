import { createMock, type Mock, type MockOptions } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { folderWith } from '../support/command.ts';

/** A server that somebody else started, and a folder with the configuration of a run against it. */
export interface Staging {
  readonly mock: Mock;
  readonly folder: string;
  /** The keys, as the configuration refers to them. */
  readonly environment: { readonly [name: string]: string };
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

export interface StagingOptions extends Omit<MockOptions, 'clients'> {
  /** Whose keys the configuration names. */
  readonly principals: readonly string[];
  /** The OAuth clients that it names. */
  readonly clients?: readonly string[];
  /** Further members of the configuration, as YAML. */
  readonly configuration?: string;
  /** Replaces where the configuration points to. */
  readonly at?: { readonly https: string; readonly http: string; readonly ca: string };
}

const variableOf = (name: string) => `STAGING_${name.toUpperCase().replaceAll('-', '_')}_KEY`;
const addresses = (from: readonly string[] | undefined) => (from ? [`    from: ['${from.join("', '")}']`] : []);

/** Starts a mock without test hooks, and writes a configuration for it. */
export async function staging(
  contract: Contract,
  { principals, clients = [], configuration = '', at, ...options }: StagingOptions,
): Promise<Staging> {
  const mock = createMock(contract, options);
  const { url, httpUrl, ca, close } = await mock.listen({ controlPort: false });
  const held = principals.map((name) => ({ name, ...mock.principals[name]! }));
  const rows = held.map(({ name, account, plan, scopes, state, expendable, from }) =>
    [
      `  ${name}:`,
      `    secret: { env: ${variableOf(name)} }`,
      `    account: ${account}`,
      ...(plan === undefined ? [] : [`    plan: ${plan}`]),
      `    scopes: [${scopes.join(', ')}]`,
      `    state: ${state}`,
      `    expendable: ${expendable}`,
      ...addresses(from),
    ].join('\n'),
  );
  const apps = clients.map((name) => ({ name, ...mock.clients[name]! }));
  const clientRows = apps.map(({ name, clientId, clientSecret, redirectUris: [redirectUri], account, plan, scopes, from }) =>
    [
      `  ${name}:`,
      `    clientId: ${clientId}`,
      ...(clientSecret === undefined ? [] : [`    clientSecret: { env: ${variableOf(clientId)} }`]),
      ...(redirectUri === undefined ? [] : [`    redirectUri: ${redirectUri}`]),
      `    account: ${account}`,
      ...(plan === undefined ? [] : [`    plan: ${plan}`]),
      `    scopes: [${scopes.join(', ')}]`,
      ...addresses(from),
    ].join('\n'),
  );
  const text = [
    `target: ${at ? `${at.https}${contract.basePath}` : url}`,
    `httpTarget: ${at ? `${at.http}${contract.basePath}` : httpUrl}`,
    at ? 'tls: { ca: ./ca.pem }' : `tls: { ca: ${ca} }`,
    'principals:',
    ...rows,
    ...(clientRows.length === 0 ? [] : ['clients:', ...clientRows]),
    configuration,
    '',
  ].join('\n');
  const { folder, remove } = await folderWith({ 'staging.yaml': text, ...(at && { 'ca.pem': at.ca }) });
  return {
    mock,
    folder,
    environment: Object.fromEntries([
      ...held.map(({ name, secret }) => [variableOf(name), secret]),
      ...apps.map(({ clientId, clientSecret = '' }) => [variableOf(clientId), clientSecret]),
    ]),
    secrets: [...held.map(({ secret }) => secret), ...apps.flatMap(({ clientSecret }) => clientSecret ?? [])],
    close: async () => void (await Promise.all([close(), remove()])),
  };
}
