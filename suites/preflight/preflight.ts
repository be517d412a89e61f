/**
 * Whether a run can say anything at all: the target answers, and each credential is what the configuration says.
 *
 * @module
 */
import type { Contract } from '../spec/contract.ts';
import { callsFromHere } from './origin.ts';
import { introduceClients } from './grants/introduction.ts';
import { basePathOf, requestFor, simplestOperation } from './request.ts';
import { valueAtPlace } from './quota.ts';
import { createRoster } from './roster.ts';
import { plainestFor } from './scenes/scene.ts';
import type { PreflightResult } from './result.ts';
import type { Actor, Settings } from './settings.ts';
import type { Sent, Target } from './target.ts';

export interface Preflight {
  readonly lines: readonly PreflightResult[];
  readonly requests: number;
}

/** How many principals are asked at once. */
const atOnce = 4;

/** Asks the target once without a credential, once as each live principal, and its token endpoint as each client. Sends only safe requests. */
export async function preflight(contract: Contract, settings: Settings, target: Target): Promise<Preflight> {
  const basePath = basePathOf(settings.target);
  const roster = createRoster(contract, settings);
  const headers = ['User-Agent', settings.userAgent];
  const simplest = simplestOperation(contract) ?? contract.operations[0];
  if (!simplest)
    return { lines: [failure('document', 'the document has no operation to call', 'document', 'give a document with paths')], requests: 0 };
  const first = await target.send(requestFor(basePath, simplest, { headers }));
  const reached = reachability(first, settings);
  if (reached.outcome === 'fail') return { lines: [reached], requests: 1 };
  const live = roster.actors.filter((actor) => actor.state === 'active' && callsFromHere(actor, settings.origin));
  const lines: PreflightResult[] = [reached, ...(live.length === 0 ? [nobody] : [])];
  const queue = live.map((actor) => ({ actor, operation: plainestFor({ contract, roster }, actor) }));
  let requests = 1;
  for (let index = 0; index < queue.length; index += atOnce) {
    const batch = queue.slice(index, index + atOnce).map(async ({ actor, operation }) => {
      if (!operation) return unprovable(actor);
      requests += 1;
      const sent = await target.send(requestFor(basePath, operation, { headers, caller: roster.caller(actor, operation) }));
      return introduced(actor, sent, contract, operation.id);
    });
    lines.push(...(await Promise.all(batch)));
  }
  const clients = await introduceClients(contract, settings, target);
  return { lines: [...lines, ...clients.lines], requests: requests + clients.requests };
}

function failure(id: string, says: string, configuration: string, fix: string): PreflightResult {
  return { id, outcome: 'fail', says, configuration, fix };
}

const nobody: PreflightResult = {
  id: 'principals',
  outcome: 'warning',
  says: 'no live principal is configured: whatever needs a good credential stays undecided',
  configuration: 'principals',
  fix: 'add a principal with its secret, scopes and plan',
};

function reachability({ reply, trouble }: Sent, settings: Settings): PreflightResult {
  if (trouble) {
    const tls = trouble.kind === 'tls';
    const fix = tls
      ? 'name the certificate authority that signed its certificate'
      : 'check that the server runs there and can be reached from this machine';
    return failure('target', `${settings.target} does not answer: ${trouble.says}`, tls ? 'tls.ca' : 'target', fix);
  }
  if (reply!.status >= 500) {
    return failure(
      'target',
      `${settings.target} answers with a server error (${reply!.status})`,
      'target',
      'check that the server is up and this is its base URL',
    );
  }
  return { id: 'target', outcome: 'pass', says: `${settings.target} answers` };
}

function unprovable({ name }: Actor): PreflightResult {
  return { id: `principals/${name}`, outcome: 'pass', says: `${name}: no safe operation is open to it, so it was not tried` };
}

function introduced(actor: Actor, { reply, trouble }: Sent, contract: Contract, operation: string): PreflightResult {
  const { name } = actor;
  const id = `principals/${name}`;
  const key = `principals.${name}`;
  if (trouble) return failure(id, `${name}: ${operation} got no answer: ${trouble.says}`, 'target', 'check that the server can be reached');
  const { status } = reply!;
  if (status === 401)
    return failure(
      id,
      `${name}: its credential is not accepted (${operation} answered 401)`,
      `${key}.secret`,
      'check that the secret is the right one, whole and live',
    );
  if (status === 403)
    return failure(
      id,
      `${name}: it is refused with 403 by ${operation}, which its scopes allow`,
      `${key}.scopes`,
      'list the scopes that the credential was granted; if it may only call from certain addresses, list them under from',
    );
  if (status === 404)
    return failure(id, `${name}: ${operation} answered 404`, 'target', 'check that the target includes the base path, such as /v1');
  if (status >= 500) return failure(id, `${name}: ${operation} answered ${status}`, 'target', 'check that the server is up');
  if (status === 429)
    return {
      id,
      outcome: 'warning',
      says: `${name}: its quota is spent already`,
      configuration: key,
      fix: 'use a credential that nothing else uses',
    };
  if (status >= 300)
    return failure(id, `${name}: ${operation} answered ${status}`, 'target', 'check that the target is the base URL of the API');
  return scopesAsClaimed(actor, reply!, contract) ?? { id, outcome: 'pass', says: `${name}: its credential is accepted` };
}

/** A self-test that lists other scopes than the configuration is worth a word before everything else disagrees. */
function scopesAsClaimed(actor: Actor, reply: NonNullable<Sent['reply']>, contract: Contract): PreflightResult | undefined {
  const listed = contract.whoami?.scopes && valueAtPlace(contract.whoami.scopes, reply);
  if (!Array.isArray(listed)) return undefined;
  const missing = actor.scopes.filter((scope) => !listed.includes(scope));
  if (missing.length === 0) return undefined;
  return {
    id: `principals/${actor.name}`,
    outcome: 'warning',
    says: `${actor.name}: the target lists the scopes ${listed.join(', ') || 'none'}, without ${missing.join(', ')}`,
    configuration: `principals.${actor.name}.scopes`,
    fix: 'list the scopes that the credential was granted',
  };
}
