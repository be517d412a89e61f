/**
 * Checks that a run is possible: the target responds, and each credential is what the configuration says.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import { listed } from '../../spec/lint/words.ts';
import { preflightClients } from './clients.ts';
import { callsFromHere } from '../principals/origin.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal, Settings } from '../engine/settings.ts';
import type { Reply, Sent, Target } from '../http/target.ts';
import { addressLine, inactiveLine } from './claims.ts';
import { clockLine } from './clock.ts';
import { createPreflightSender, type PreflightSender, type PreflightOptions } from './sender.ts';
import { gatewayLines } from './gateway.ts';
import { hookLines } from './hooks.ts';
import { failure, passed, warning } from './line.ts';
import { originLines } from './origin.ts';
import { plainHttpLine } from './plain-http.ts';
import { principalLines } from './principal.ts';
import { reachabilityLines, type Destination } from './reachability.ts';
import { duplicateLines, shortSecretLines } from './secrets.ts';

export interface Preflight {
  readonly lines: readonly PreflightResult[];
  readonly requests: number;
  /** The operation that `Settings.probe` names. */
  readonly probe?: string;
  /** The response to the accepted credential of each expendable principal without a plan, by its name. */
  readonly accepted: { readonly [principal: string]: Reply };
}

/** How many principals are tried in parallel. */
const parallel = 4;

/**
 * Sends one request without a credential, one as each active principal, and one token request as each client. A thorough preflight sends a few
 * more and checks reachability. All requests are safe, except usual requests of clients to the authorization server.
 */
export async function preflight(
  contract: Contract,
  settings: Settings,
  target: Target,
  options: PreflightOptions = {},
): Promise<Preflight> {
  const sender = createPreflightSender(contract, settings, target, options);
  const simplest = sender.principals.probe ?? contract.operations[0];
  const {
    lines,
    probe,
    accepted = {},
  }: Contacted = simplest ? await contacted(sender, simplest) : { lines: [contract.untested.length === 0 ? empty : untested] };
  return { lines, requests: sender.sent(), accepted, ...(probe && { probe: probe.id }) };
}

const untested = failure('document', {
  message: 'no operation of the document can be tested',
  configuration: 'document',
  fix: 'see the warnings: each operation is named with what it requires',
});

const empty = failure('document', {
  message: 'the document has no operations',
  configuration: 'document',
  fix: 'use a document with paths',
});

interface Contacted {
  readonly lines: readonly PreflightResult[];
  readonly probe?: Operation;
  readonly accepted?: Preflight['accepted'];
}

async function contacted(sender: PreflightSender, simplest: Operation): Promise<Contacted> {
  const { settings, principals, thorough } = sender;
  const first = await sender.anonymous(simplest);
  const route = thorough || first.trouble ? await surveyed(sender, { key: 'target', url: settings.target }) : [];
  const reached = responseLine(first, settings);
  if (reached.outcome === 'fail') {
    const failed = route.filter(({ outcome }) => outcome === 'fail');
    return { lines: thorough ? [...route, ...(failed.length > 0 ? [] : [reached])] : failed.length > 0 ? failed : [reached] };
  }
  const live = principals.all.filter((principal) => principal.state === 'active' && callsFromHere(principal, settings.origin));
  const clock = clockLine(first);
  const tried = await inBatches(live, (principal) => principalLines(sender, principal));
  const served = new Set(tried.flatMap((one) => one.served ?? []));
  const closed = await sender.firstClosed(principals.probes.filter((operation) => served.has(operation)));
  const probe = closed ?? (await sender.firstClosed(principals.probes));
  const lines = [
    ...route,
    reached,
    ...(thorough ? gatewayLines(settings) : []),
    ...serverLines(settings),
    ...(thorough || clock.outcome !== 'pass' ? [clock] : []),
    ...(thorough ? [await plainHttpLine(sender, simplest), ...(await authorizationServerLines(sender)), ...originLines(sender)] : []),
    ...(live.length > 0 ? [] : [isOpen(sender) ? noAuthentication : noPrincipal]),
    ...shortSecretLines(settings),
    ...duplicateLines(principals.all),
    ...tried.flatMap((one) => one.lines),
    ...(thorough ? await otherLines(sender, live) : []),
    ...(thorough ? await hookLines(sender, live) : []),
  ];
  const accepted = Object.fromEntries(tried.flatMap(({ reply }, index) => (reply ? [[live[index]!.name, reply]] : [])));
  return { lines: [...lines, ...(await preflightClients(sender))], accepted, ...(probe && { probe }) };
}

/** A few principals at a time; the results stay in order. */
async function inBatches<One>(principals: readonly Principal[], tryOne: (principal: Principal) => Promise<One>): Promise<readonly One[]> {
  const results: One[] = [];
  for (let index = 0; index < principals.length; index += parallel)
    results.push(...(await Promise.all(principals.slice(index, index + parallel).map(tryOne))));
  return results;
}

/** Lines for principals that the server must reject. */
function otherLines(sender: PreflightSender, live: readonly Principal[]): Promise<readonly PreflightResult[]> {
  const rest = sender.principals.all.filter((principal) => !live.includes(principal));
  return inBatches(rest, (principal) => (principal.state === 'active' ? addressLine : inactiveLine)(sender, principal));
}

async function surveyed({ target, settings }: PreflightSender, destination: Destination): Promise<readonly PreflightResult[]> {
  const found = await target.survey?.(destination.key === 'target' ? 'target' : 'oauth');
  return found ? reachabilityLines(found, destination, settings.tls, target.now()) : [];
}

/** Reachability of a separate authorization server. Failures are only warnings, because only clients need it. */
async function authorizationServerLines(sender: PreflightSender): Promise<readonly PreflightResult[]> {
  const { target, oauthTarget, clients } = sender.settings;
  if (clients.length === 0 || new URL(target).origin === new URL(oauthTarget).origin) return [];
  const lines = await surveyed(sender, { key: 'oauthTarget', url: oauthTarget });
  return lines.map((line) => (line.outcome === 'fail' ? { ...line, outcome: 'warning' } : line));
}

/** A warning for each server whose operations are not called, and one line for those that are called elsewhere than at the target. */
function serverLines({ targets = {}, elsewhere = {} }: Settings): readonly PreflightResult[] {
  const urls = [...new Set(Object.values(elsewhere))];
  const of = (places: { readonly [operation: string]: string }, url: string) =>
    Object.keys(places).filter((operation) => places[operation] === url);
  return [
    ...[...new Set(Object.values(targets))].map((url) => passed('target-servers', `${listed(of(targets, url))}: called at ${url}`)),
    ...urls.map((url) =>
      warning('target-servers', {
        message: `${listed(of(elsewhere, url))}: not tested, because the document has another server for this: ${url}`,
        configuration: 'servers',
        fix: `add the base URL of the server under test that stands for it: { ${url}: https://… }`,
      }),
    ),
  ];
}

/** Whether no operation of the document requires a credential. */
const isOpen = ({ contract }: PreflightSender) => contract.operations.every((operation) => operation.public);

const noAuthentication = warning('principals', {
  message: 'the document declares no authentication: no operation requires a credential, so almost nothing applies',
  configuration: 'document',
  fix: 'add securitySchemes and security to it, or add them with --overlay',
});

const noPrincipal = warning('principals', {
  message: 'no active principal is configured: checks that need a valid credential stay undecided',
  configuration: 'principals',
  fix: 'add a principal with its secret, scopes and plan',
});

function responseLine({ reply, trouble }: Sent, { target }: Settings): PreflightResult {
  const failed = (text: string, configuration: string, fix: string) =>
    failure('target', { message: `${target} ${text}`, configuration, fix });
  if (trouble) {
    return trouble.kind === 'tls'
      ? failed(`does not respond: ${trouble.message}`, 'tls.ca', 'set it to the certificate authority that signed its certificate')
      : failed(`does not respond: ${trouble.message}`, 'target', 'check that the server is running and reachable from this machine');
  }
  if (reply!.status >= 500)
    return failed(`returned a server error (${reply!.status})`, 'target', 'check that the server is up and that this is its base URL');
  return passed('target', `${target} responds`);
}
