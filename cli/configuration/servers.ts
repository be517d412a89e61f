import type { Contract, Operation, Server } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { exemption } from '../../spec/compile/exemption.ts';
import { everyServer } from '../../spec/servers.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { basePathOf } from '../../suites/http/request.ts';
import type { ConfigurationFile } from './file.ts';
import { checkName } from './name.ts';

type Placement = Pick<Settings, 'targets' | 'elsewhere'>;

/**
 * Places the operations that have servers of their own. A server that the configuration names has its target there. One on a host of the document's
 * servers is on the host of the target. The operations of others are not called.
 *
 * @throws {CommandFailure} with exit code 2 if the configuration names a server that no operation has
 */
export function placeOperations(contract: Contract, target: string, file: ConfigurationFile): Placement {
  const named = new Map(Object.entries(file.values.servers ?? {}));
  const own = contract.operations.flatMap(({ servers }) => servers ?? []);
  const names = [...new Set(own.flatMap(({ name, url }) => (name === undefined ? [url] : [name, url])))];
  for (const name of named.keys()) checkName(file, `servers.${name}`, 'operation with a server of its own', name, names);
  const near = new Set([new URL(target).host, ...contract.servers.map(({ host }) => host)]);
  return placed(contract, (servers) => {
    const given = servers.flatMap(({ name, url }) => named.get(name ?? url) ?? named.get(url) ?? [])[0];
    const neighbour = servers.find(({ host }) => host === '' || near.has(host));
    return given?.replace(/\/+$/, '') ?? (neighbour && beside(contract, target, neighbour));
  });
}

/** Places all operations on a mock, which has the paths of all servers on one host. */
export function placeOnMock(contract: Contract, target: string): Placement {
  return placed(contract, ([server]) => server && beside(contract, target, server));
}

function placed({ operations }: Contract, targetFor: (servers: readonly Server[]) => string | undefined): Placement {
  const apart = operations.flatMap(({ id, servers }) => (servers ? [{ id, url: servers[0]!.url, target: targetFor(servers) }] : []));
  const targets = apart.flatMap(({ id, target }) => (target === undefined ? [] : [[id, target] as const]));
  const elsewhere = apart.flatMap(({ id, url, target }) => (target === undefined ? [[id, url] as const] : []));
  return {
    ...(targets.length > 0 && { targets: Object.fromEntries(targets) }),
    ...(elsewhere.length > 0 && { elsewhere: Object.fromEntries(elsewhere) }),
  };
}

/** The URL of a server on the host of the target. What stands in front of the base path of the target stands in front of the server's too. */
function beside({ basePath }: Contract, target: string, server: Server): string {
  const path = basePathOf(target);
  const front = path.endsWith(basePath) ? path.slice(0, path.length - basePath.length) : '';
  return new URL(target).origin + front + server.basePath;
}

/** Whether a host belongs to a server of the document. */
export function isDocumentedHost(contract: Contract, host: string): boolean {
  return everyServer(contract).some((server) => server.host === host);
}

/** A contract without the operations that are not called: those of other servers, and those that are not tested like others. */
export function calledContract(contract: Contract, { elsewhere = {} }: Pick<Settings, 'elsewhere'>): Contract {
  const called = new Set(
    contract.operations
      .filter((operation) => !Object.hasOwn(elsewhere, operation.id) && exemption(contract, operation) === undefined)
      .map(({ id }) => id),
  );
  const isCalled = (id: string | undefined) => id !== undefined && called.has(id);
  if (contract.operations.every(({ id }) => isCalled(id))) return contract;
  const { whoami, ...rest } = contract;
  const kept = (id: string | undefined) => (isCalled(id) ? id : undefined);
  return {
    ...rest,
    ...(whoami && isCalled(whoami.operation) && { whoami }),
    operations: contract.operations.filter(({ id }: Operation) => isCalled(id)),
    collections: contract.collections
      .filter(({ create }) => isCalled(create))
      .map(({ list, read, update, remove, below, ...collection }) => ({
        ...collection,
        ...defined({ list: kept(list), read: kept(read), update: kept(update), remove: kept(remove) }),
        below: below.filter(isCalled),
      })),
  };
}
