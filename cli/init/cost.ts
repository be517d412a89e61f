import type { Contract } from '../../spec/contract.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { Principal, OAuthClient, Settings } from '../../suites/engine/settings.ts';
import { unrestrictedSettings } from '../run/unrestricted.ts';
import type { ProposedRole } from './role.ts';

/** The approximate number of requests of a run with these principals and clients and all permissions. Sends nothing. */
export function costOf(contract: Contract, target: string, principals: readonly ProposedRole[], clients: readonly ProposedRole[]): number {
  const settings: Settings = {
    ...unrestrictedSettings(target),
    principals: principals.map(proposedPrincipal),
    clients: clients.map(clientOf),
    profile: 'standard',
  };
  const hooks = { clock: false, reset: false };
  return schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks }).requests;
}

const textAt = ({ entry }: ProposedRole, key: string) => (typeof entry[key] === 'string' ? { [key]: entry[key] } : {});
const listAt = ({ entry }: ProposedRole, key: string): readonly string[] => (Array.isArray(entry[key]) ? entry[key].map(String) : []);

/** A proposed principal as a run would have it, with a secret that is none. */
export function proposedPrincipal(role: ProposedRole): Principal {
  const from = listAt(role, 'from');
  const state = role.entry['state'];
  return {
    name: role.name,
    secret: `secret-of-${role.name}`,
    account: `@${role.name}`,
    ...textAt(role, 'account'),
    ...textAt(role, 'plan'),
    ...textAt(role, 'scheme'),
    scopes: listAt(role, 'scopes'),
    state: state === 'revoked' || state === 'expired' ? state : 'active',
    ...(from.length > 0 && { from }),
    expendable: role.entry['expendable'] === true,
  };
}

function clientOf(role: ProposedRole): OAuthClient {
  const isOpen = role.entry['clientSecret'] === undefined;
  return {
    name: role.name,
    clientId: role.name,
    ...(!isOpen && { clientSecret: `secret-of-${role.name}` }),
    redirectUri: '',
    ...textAt(role, 'redirectUri'),
    account: `@${role.name}`,
    ...textAt(role, 'plan'),
    scopes: listAt(role, 'scopes'),
    public: isOpen,
    consent: { kind: 'automatic' },
    ...(role.entry['resourceOwner'] !== undefined && { resourceOwner: { username: 'user', password: 'a-password' } }),
  };
}
