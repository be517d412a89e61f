/**
 * Whether a run can say anything at all: the target answers, and each credential is what the configuration says.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import { preflightClients } from '../oauth/preflight-clients.ts';
import { callsFromHere } from '../principals/origin.ts';
import { simplestOperation } from '../http/request.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Principal, Settings } from '../engine/settings.ts';
import type { Sent, Target } from '../http/target.ts';
import { awayLine, deadLine } from './claims.ts';
import { clockLine } from './clock.ts';
import { createPreflightSender, type PreflightSender, type PreflightOptions } from './desk.ts';
import { doubleLines } from './doubles.ts';
import { hookLines } from './hooks.ts';
import { failure, passed, warning } from './line.ts';
import { originLines } from './origin.ts';
import { plainLine } from './plain.ts';
import { principalLines } from './principal.ts';
import { reachabilityLines, type Destination } from './way.ts';

export interface Preflight {
  readonly lines: readonly PreflightResult[];
  readonly requests: number;
}

/** How many principals are asked at once. */
const atOnce = 4;

/**
 * Asks the target once without a credential, once as each live principal, and its token endpoint as each client; a thorough preflight asks a
 * few times more, and of the way there too. Sends only safe requests, and to the authorization server what any client sends.
 */
export async function preflight(
  contract: Contract,
  settings: Settings,
  target: Target,
  options: PreflightOptions = {},
): Promise<Preflight> {
  const desk = createPreflightSender(contract, settings, target, options);
  const simplest = simplestOperation(contract) ?? contract.operations[0];
  const lines = simplest ? await linesFrom(desk, simplest) : [empty];
  return { lines, requests: desk.sent() };
}

const empty = failure('document', {
  says: 'the document has no operation to call',
  configuration: 'document',
  fix: 'give a document with paths',
});

async function linesFrom(desk: PreflightSender, simplest: Operation): Promise<readonly PreflightResult[]> {
  const { settings, principals, thorough } = desk;
  const first = await desk.call(simplest);
  const way = thorough || first.trouble ? await surveyed(desk, { key: 'target', url: settings.target }) : [];
  const reached = reachability(first, settings);
  if (reached.outcome === 'fail') {
    const lost = way.filter(({ outcome }) => outcome === 'fail');
    return thorough ? [...way, ...(lost.length > 0 ? [] : [reached])] : lost.length > 0 ? lost : [reached];
  }
  const live = principals.all.filter((principal) => principal.state === 'active' && callsFromHere(principal, settings.origin));
  const clock = clockLine(first);
  const lines = [
    ...way,
    reached,
    ...(thorough || clock.outcome !== 'pass' ? [clock] : []),
    ...(thorough ? [await plainLine(desk, simplest), ...(await authorizationWay(desk)), ...originLines(desk)] : []),
    ...(live.length === 0 ? [nobody] : []),
    ...doubleLines(principals.all),
    ...(await inTurn(live, (actor) => principalLines(desk, actor))),
    ...(thorough ? await others(desk, live) : []),
    ...(thorough ? await hookLines(desk, live) : []),
  ];
  return [...lines, ...(await preflightClients(desk))];
}

/** A few at a time; the lines stay in order. */
async function inTurn(principals: readonly Principal[], ask: (principal: Principal) => Promise<readonly PreflightResult[]>) {
  const lines: PreflightResult[] = [];
  for (let index = 0; index < principals.length; index += atOnce)
    lines.push(...(await Promise.all(principals.slice(index, index + atOnce).map(ask))).flat());
  return lines;
}

/** Those that must be refused. */
function others(desk: PreflightSender, live: readonly Principal[]): Promise<readonly PreflightResult[]> {
  const rest = desk.principals.all.filter((principal) => !live.includes(principal));
  return inTurn(rest, async (actor) => [await (actor.state === 'active' ? awayLine : deadLine)(desk, actor)]);
}

async function surveyed({ target, settings }: PreflightSender, destination: Destination): Promise<readonly PreflightResult[]> {
  const found = await target.survey?.(destination.key === 'target' ? 'target' : 'oauth');
  return found ? reachabilityLines(found, destination, settings.tls, target.now()) : [];
}

/** The way to an authorization server of its own, which nothing but the clients need. */
async function authorizationWay(desk: PreflightSender): Promise<readonly PreflightResult[]> {
  const { target, oauthTarget, clients } = desk.settings;
  if (clients.length === 0 || new URL(target).origin === new URL(oauthTarget).origin) return [];
  const lines = await surveyed(desk, { key: 'oauthTarget', url: oauthTarget });
  return lines.map((line) => (line.outcome === 'fail' ? { ...line, outcome: 'warning' } : line));
}

const nobody = warning('principals', {
  says: 'no live principal is configured: whatever needs a good credential stays undecided',
  configuration: 'principals',
  fix: 'add a principal with its secret, scopes and plan',
});

function reachability({ reply, trouble }: Sent, { target }: Settings): PreflightResult {
  const lost = (says: string, configuration: string, fix: string) => failure('target', { says: `${target} ${says}`, configuration, fix });
  if (trouble) {
    const tls = trouble.kind === 'tls';
    return tls
      ? lost(`does not answer: ${trouble.says}`, 'tls.ca', 'name the certificate authority that signed its certificate')
      : lost(`does not answer: ${trouble.says}`, 'target', 'check that the server runs there and can be reached from this machine');
  }
  if (reply!.status >= 500)
    return lost(`answers with a server error (${reply!.status})`, 'target', 'check that the server is up and this is its base URL');
  return passed('target', `${target} answers`);
}
