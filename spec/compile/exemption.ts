import { authorizationServers } from '../authorization.ts';
import type { Contract, Operation } from '../contract.ts';
import { serversFor } from '../servers.ts';

/** Why an operation is not tested like others, in words; undefined if it is. */
export function exemption(contract: Pick<Contract, 'schemes' | 'servers' | 'operations'>, operation: Operation): string | undefined {
  if (needsUnsupported(contract, operation)) return 'it requires a credential that is not simulated';
  return isOAuthEndpoint(contract, operation)
    ? 'its path is an endpoint of the authorization server, which the topic oauth tests'
    : undefined;
}

/** Whether every alternative of an operation requires a scheme whose credentials cannot be sent. */
function needsUnsupported({ schemes }: Pick<Contract, 'schemes'>, { public: open, security }: Operation): boolean {
  const unsupported = new Set(schemes.filter(({ kind }) => kind === 'unsupported').map(({ name }) => name));
  return !open && security.every(({ requirements }) => requirements.some(({ scheme }) => unsupported.has(scheme)));
}

/** Whether an operation has the URL of an endpoint of an authorization server. */
function isOAuthEndpoint(contract: Pick<Contract, 'schemes' | 'servers' | 'operations'>, operation: Operation): boolean {
  const servers = serversFor(contract, operation);
  return authorizationServers(contract).some(({ issuer, paths }) => {
    const endpoints = new Set(Object.values(paths).map((path) => path.split('?', 1)[0]));
    const places = servers.length === 0 ? [{ host: '', basePath: '' }] : servers;
    return places.some(
      ({ host, basePath }) => (host === '' || issuer === '' || new URL(issuer).host === host) && endpoints.has(basePath + operation.path),
    );
  });
}
