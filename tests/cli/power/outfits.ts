import { settingsFor, stillMock } from '../../../cli/prove/in-process.ts';
import type { Outfit } from '../../../cli/power/lookalike.ts';
import { readContract } from '../../../spec/loading/bundled.ts';
import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/loading/load.ts';
import type { Actor, OAuthClient, Settings } from '../../../suites/engine/settings.ts';
import { depositBoxes } from '../../suites/topics/http/documents.ts';
import { flows, oauthContract } from '../../mock/oauth/documents.ts';
import { weather } from '../../proof/standards/documents.ts';

const all = { clock: true, reset: true, deny: true };
const none = { clock: false, reset: false, deny: false };

const outfit = (contract: Contract, changes: Partial<Settings> = {}, hooks: Outfit['hooks'] = all): Outfit => ({
  contract,
  settings: settingsFor(stillMock(contract), changes),
  hooks,
});

/** A live reader of the plan `pro` with an account of its own, but for the changes. */
const actor = (name: string, changes: Partial<Actor> = {}): Actor => ({
  name,
  secret: '',
  account: name,
  plan: 'pro',
  scopes: ['read'],
  state: 'active',
  expendable: false,
  ...changes,
});

/** A confidential client that may read. */
const client = (name: string, changes: Partial<OAuthClient> = {}): OAuthClient => ({
  name,
  clientId: name,
  clientSecret: '',
  redirectUri: `https://${name}.example/callback`,
  account: name,
  plan: 'pro',
  scopes: ['read'],
  public: false,
  consent: { kind: 'automatic' },
  ...changes,
});

const bundled = await loadContract(bundledDocument);
const example = (name: string) => readContract(new URL(`../../../examples/${name}/openapi.yaml`, import.meta.url).pathname);
const real: Partial<Settings> = { profile: 'standard', httpTargetGiven: false };
const forbidden = { writes: false, burn: false, destructive: false };

const few = [actor('a', { scopes: ['read', 'write'] }), actor('b', { scopes: ['delete'] }), actor('d', { account: 'a', state: 'revoked' })];
const some = [
  actor('a', { scopes: ['admin'], plan: 'standard' }),
  actor('z', { plan: 'starter', expendable: true }),
  actor('w', { plan: 'free', scopes: ['write'] }),
  actor('o', { account: 'a', scopes: ['read', 'write'], from: ['198.51.100.0/24'] }),
];

/** What signs are learned from: whole runs of several documents, and poorer ones of the bundled document. */
export const lessons: readonly Outfit[] = [
  outfit(bundled),
  outfit(await example('header-key')),
  outfit(await example('oauth-flows')),
  outfit(oauthContract(flows)),
  outfit(depositBoxes()),
  outfit(weather()),
  outfit(weather({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })),
  outfit(bundled, { ...real, actors: few, clients: [client('c')], allow: { ...forbidden, writes: true } }, none),
  outfit(
    bundled,
    {
      actors: some,
      clients: [client('c', { scopes: ['read', 'write'] }), client('p', { public: true })],
      allow: { writes: false, burn: true, destructive: true },
    },
    { ...all, deny: false },
  ),
];

const team = [
  actor('reader', { account: 'qa' }),
  actor('writer', { account: 'qa', scopes: ['write'] }),
  actor('editor', { account: 'qa', scopes: ['read', 'write', 'delete'] }),
  actor('neighbour'),
  actor('revoked', { account: 'qa', state: 'revoked' }),
  actor('expired', { account: 'qa', state: 'expired' }),
  actor('office', { account: 'qa', scopes: ['read', 'write', 'delete'], from: ['203.0.113.0/24'] }),
  actor('burner', { plan: 'free', expendable: true }),
];
const pair = [
  actor('r', { account: 'x' }),
  actor('w', { account: 'x', scopes: ['read', 'write', 'delete'] }),
  actor('n', { plan: 'free' }),
];

/** What nothing was learned from: runs as people configure them. */
export const trials: { readonly [name: string]: Outfit } = {
  'the staging example': outfit(
    bundled,
    {
      ...real,
      httpTargetGiven: true,
      actors: team,
      clients: [client('app', { scopes: ['read', 'write'] })],
      allow: { ...forbidden, writes: true, burn: true },
      budget: { requests: 500, seconds: 300 },
      origin: { usual: '127.0.0.1', choices: ['127.0.0.1'], mapped: false },
    },
    none,
  ),
  'a reader alone': outfit(bundled, { ...real, actors: [actor('reader')], clients: [], allow: forbidden }, none),
  'the profile safe': outfit(
    bundled,
    { ...real, profile: 'safe', actors: team, clients: [], allow: forbidden, budget: { requests: 100, seconds: 300 } },
    none,
  ),
  'three principals, a client and every hook': outfit(bundled, { actors: pair, clients: [client('app')] }),
  'two principals of another document': outfit(
    weather(),
    {
      ...real,
      actors: [actor('r', { plan: 'small' }), actor('w', { plan: 'small', scopes: ['write'] })],
      clients: [],
      allow: { ...forbidden, writes: true },
    },
    none,
  ),
};
