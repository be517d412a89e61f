/**
 * What a run could be given besides what it has: one thing at a time, from a short list.
 *
 * @module
 */
import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import { wanted, type Wanted } from '../../suites/principals/completion.ts';
import { mayUse, partiesOf } from '../../suites/oauth/parties.ts';
import type { Actor, OAuthClient, Permission } from '../../suites/engine/settings.ts';
import type { Outfit } from './lookalike.ts';

/** Something to add to a run. */
export interface Addition {
  /** What it is, in a few words: "a revoked principal". */
  readonly says: string;
  /** Where it goes in the configuration. */
  readonly configuration: string;
  readonly outfit: Outfit;
}

/** Everything of the list that the run lacks and the document knows of; what the profile `safe` lacks is first of all another profile. */
export function additionsTo(outfit: Outfit): readonly Addition[] {
  if (outfit.settings.profile === 'safe') return [standardProfile(outfit)];
  return [...principals(outfit), ...clients(outfit), ...permissions(outfit), ...hooks(outfit)];
}

/** The run with everything that could be added, and everything that the document gives its mock. */
export function fullOutfit({ contract, settings }: Outfit): Outfit {
  const plans = new Map(contract.accounts.map(({ name, plan }) => [name, plan]));
  const planOf = (account: string) => {
    const plan = plans.get(account);
    return plan === undefined ? {} : { plan };
  };
  const fixtures = contract.principals.map((one): Actor => ({ ...one, secret: '', ...planOf(one.account) }));
  const apps = contract.clients.map(({ redirectUris, ...one }) =>
    newClient(contract, one.name, { ...one, redirectUri: redirectUris[0] ?? '', ...planOf(one.account) }),
  );
  const { shard: _, ...unsharded } = settings;
  return {
    contract,
    settings: {
      ...unsharded,
      actors: [...fixtures, ...wanted(contract).map((one) => actorLike(one, home(fixtures)))],
      clients: [...apps, ...clientShapes(contract).map(({ client }) => client)],
      allow: { writes: true, burn: true, destructive: true },
      profile: 'full',
      slow: true,
      httpTargetGiven: true,
      origin: { usual: '127.0.0.1', choices: ['0.0.0.0/0', '::/0'], mapped: true },
      only: [],
      skip: [],
    },
    hooks: { clock: true, reset: true, deny: true },
  };
}

const withActor = ({ contract, settings, hooks: offered }: Outfit, actor: Actor, needs?: Permission): Outfit => ({
  contract,
  settings: { ...settings, actors: [...settings.actors, actor], ...(needs && { allow: { ...settings.allow, [needs]: true } }) },
  hooks: offered,
});

const isLive = ({ state, expendable, from }: Actor) => state === 'active' && !expendable && from === undefined;
const home = (actors: readonly Actor[]) => actors.find(isLive)?.account ?? 'home';

function actorLike({ name, shape, expendable, athome }: Wanted, account: string): Actor {
  const { state = 'active', ...rest } = shape;
  return { ...rest, name, secret: '', account: athome ? account : name, state, expendable };
}

function principals(outfit: Outfit): readonly Addition[] {
  const { contract, settings } = outfit;
  const { actors, allow } = settings;
  const lacking = wanted(contract).filter(({ is }) => !actors.some((actor) => is(actor, actors)));
  const widest = actors.filter(isLive).toSorted((one, other) => other.scopes.length - one.scopes.length)[0];
  const holdsAll = actors.some((actor) => isLive(actor) && contract.scopes.every((scope) => actor.scopes.includes(scope)));
  const holder: Actor | undefined = widest && { ...widest, name: 'added-holder', scopes: contract.scopes };
  const add = (says: string, actor: Actor, needs?: Permission): Addition => {
    const lacks = needs !== undefined && !allow[needs] ? needs : undefined;
    return {
      says: lacks === undefined ? says : `${says}, with the permission ${lacks}`,
      configuration: lacks === undefined ? 'principals' : `principals, allow.${lacks}`,
      outfit: withActor(outfit, actor, lacks),
    };
  };
  return [
    ...lacking.map((one) =>
      add(sayingOf(one), actorLike(one, home(actors)), one.expendable ? 'burn' : isNeighbour(one) ? 'writes' : undefined),
    ),
    ...(holder && !holdsAll ? [add(`a principal${scopesOf(holder)}`, holder)] : []),
  ];
}

/** Who is wanted for living elsewhere, and not for a plan. */
const isNeighbour = ({ name }: Wanted) => name === 'minted-neighbour';

function sayingOf(one: Wanted): string {
  const { state = 'active', from, plan } = one.shape;
  if (state !== 'active') return state === 'revoked' ? 'a revoked principal' : 'an expired principal';
  if (from) return 'a principal that may only be used from other addresses';
  if (one.expendable) return `an expendable principal of the plan ${plan}`;
  if (isNeighbour(one)) return `a principal of another account${scopesOf(one.shape)}`;
  return one.athome ? `a principal${scopesOf(one.shape)}` : `a principal of the plan ${plan}`;
}

function scopesOf({ scopes }: Pick<Actor, 'scopes'>): string {
  if (scopes.length === 0) return '';
  return scopes.length === 1 ? ` with the scope ${scopes[0]} alone` : ` with the scopes ${scopes.join(', ')}`;
}

/** The kinds of OAuth clients that checks tell apart, each told as the next one of its kind. */
function clientShapes(contract: Contract): readonly { readonly kind: string; readonly client: OAuthClient }[] {
  if (authorizationServers(contract).length === 0) return [];
  const without = contract.plans.find(({ name }) => !mayUse(contract, newClient(contract, '', { plan: name })));
  return [
    { kind: 'confidential client', client: newClient(contract, 'added-client') },
    { kind: 'public client', client: newClient(contract, 'added-public', { public: true }) },
    ...(without
      ? [{ kind: `client of the plan ${without.name}`, client: newClient(contract, 'added-outsider', { plan: without.name }) }]
      : []),
    {
      kind: 'client with a redirect URI over plain HTTP',
      client: newClient(contract, 'added-insecure', { redirectUri: 'http://client.example/callback' }),
    },
    {
      kind: 'client that may only be used from other addresses',
      client: newClient(contract, 'added-office', { from: ['203.0.113.0/24'] }),
    },
  ];
}

function newClient(contract: Contract, name: string, shape: Partial<OAuthClient> = {}): OAuthClient {
  const plan = contract.plans.find(({ features }) => features.includes('oauth2'));
  const scopes = authorizationServers(contract).flatMap(({ flows }) => flows.flatMap((flow) => flow.scopes));
  /** Such as say nothing of each other: what is asked for is then what is granted. */
  const plain = [...new Set(scopes)].filter((scope) => (contract.implies[scope] ?? []).length === 0);
  return {
    name,
    clientId: name,
    account: name,
    scopes: plain,
    public: false,
    redirectUri: 'https://client.example/callback',
    consent: { kind: 'automatic' },
    resourceOwner: { username: name, password: '' },
    ...(plan && { plan: plan.name }),
    ...shape,
    ...(!shape.public && { clientSecret: '' }),
  };
}

function clients({ contract, settings, hooks: offered }: Outfit): readonly Addition[] {
  const parties = partiesOf(contract, settings);
  const has: { readonly [kind: string]: boolean } = {
    'added-public': parties?.public !== undefined,
    'added-outsider': parties?.outsider !== undefined,
    'added-insecure': parties?.insecure !== undefined,
    'added-office': settings.clients.some(({ from }) => from !== undefined),
    'added-client': parties?.other !== undefined,
  };
  return clientShapes(contract)
    .filter(({ client }) => !has[client.name])
    .map(({ kind, client }) => ({
      says: `${client.name === 'added-client' && parties?.main ? 'another' : 'a'} ${kind}`,
      configuration: 'clients',
      outfit: { contract, settings: { ...settings, clients: [...settings.clients, client] }, hooks: offered },
    }));
}

function standardProfile({ contract, settings, hooks: offered }: Outfit): Addition {
  const budget = { ...settings.budget, requests: Number.MAX_SAFE_INTEGER };
  return {
    says: 'the profile standard',
    configuration: '--profile standard',
    outfit: { contract, settings: { ...settings, profile: 'standard', budget }, hooks: offered },
  };
}

function permissions({ contract, settings, hooks: offered }: Outfit): readonly Addition[] {
  const { allow } = settings;
  return (['writes', 'burn', 'destructive'] as const)
    .filter((permission) => !allow[permission])
    .map((permission) => ({
      says: `the permission ${permission}`,
      configuration: `allow.${permission}`,
      outfit: { contract, settings: { ...settings, allow: { ...allow, [permission]: true } }, hooks: offered },
    }));
}

function hooks({ contract, settings, hooks: offered }: Outfit): readonly Addition[] {
  if (offered.clock && offered.reset) return [];
  return [
    {
      says: 'the test hooks clock, reset and deny',
      configuration: 'hooks',
      outfit: { contract, settings, hooks: { clock: true, reset: true, deny: true } },
    },
  ];
}
