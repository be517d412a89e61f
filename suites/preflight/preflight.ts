/**
 * Checks that a run is possible: the target responds, and each credential is what the configuration says.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import { preflightClients } from './clients.ts';
import { callsFromHere } from '../principals/origin.ts';
import { simplestOperation } from '../http/request.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal, Settings } from '../engine/settings.ts';
import type { Sent, Target } from '../http/target.ts';
import { addressLine, inactiveLine } from './claims.ts';
import { clockLine } from './clock.ts';
import { createPreflightSender, type PreflightSender, type PreflightOptions } from './sender.ts';
import { duplicateLines } from './duplicates.ts';
import { hookLines } from './hooks.ts';
import { failure, passed, warning } from './line.ts';
import { originLines } from './origin.ts';
import { plainHttpLine } from './plain-http.ts';
import { principalLines } from './principal.ts';
import { reachabilityLines, type Destination } from './reachability.ts';

export interface Preflight {
  readonly lines: readonly PreflightResult[];
  readonly requests: number;
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
  const simplest = simplestOperation(contract) ?? contract.operations[0];
  const lines = simplest ? await linesFrom(sender, simplest) : [empty];
  return { lines, requests: sender.sent() };
}

const empty = failure('document', {
  message: 'the document has no operations',
  configuration: 'document',
  fix: 'use a document with paths',
});

async function linesFrom(sender: PreflightSender, simplest: Operation): Promise<readonly PreflightResult[]> {
  const { settings, principals, thorough } = sender;
  const first = await sender.call(simplest);
  const route = thorough || first.trouble ? await surveyed(sender, { key: 'target', url: settings.target }) : [];
  const reached = responseLine(first, settings);
  if (reached.outcome === 'fail') {
    const failed = route.filter(({ outcome }) => outcome === 'fail');
    return thorough ? [...route, ...(failed.length > 0 ? [] : [reached])] : failed.length > 0 ? failed : [reached];
  }
  const live = principals.all.filter((principal) => principal.state === 'active' && callsFromHere(principal, settings.origin));
  const clock = clockLine(first);
  const lines = [
    ...route,
    reached,
    ...(thorough || clock.outcome !== 'pass' ? [clock] : []),
    ...(thorough ? [await plainHttpLine(sender, simplest), ...(await authorizationServerLines(sender)), ...originLines(sender)] : []),
    ...(live.length === 0 ? [noPrincipal] : []),
    ...duplicateLines(principals.all),
    ...(await inBatches(live, (principal) => principalLines(sender, principal))),
    ...(thorough ? await otherLines(sender, live) : []),
    ...(thorough ? await hookLines(sender, live) : []),
  ];
  return [...lines, ...(await preflightClients(sender))];
}

/** A few principals at a time; the lines stay in order. */
async function inBatches(principals: readonly Principal[], linesOf: (principal: Principal) => Promise<readonly PreflightResult[]>) {
  const lines: PreflightResult[] = [];
  for (let index = 0; index < principals.length; index += parallel)
    lines.push(...(await Promise.all(principals.slice(index, index + parallel).map(linesOf))).flat());
  return lines;
}

/** Lines for principals that the server must reject. */
function otherLines(sender: PreflightSender, live: readonly Principal[]): Promise<readonly PreflightResult[]> {
  const rest = sender.principals.all.filter((principal) => !live.includes(principal));
  return inBatches(rest, async (principal) => [await (principal.state === 'active' ? addressLine : inactiveLine)(sender, principal)]);
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
