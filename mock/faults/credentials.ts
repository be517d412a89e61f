import { headerValue, headerValues, withoutHeader } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { existence } from '../gates/existence.ts';
import { success } from '../gates/success.ts';
import { validation } from '../gates/validation.ts';
import type { Key } from '../state/key.ts';
import type { Visit } from '../engine/visit.ts';
import { after, answered, before, isSelfTest, refused, undecided, withBody, withLine, withOtherMessage, withWrongCode } from './bend.ts';
import type { Faults } from './fault.ts';

/** Changes which key the store returns for a secret. */
function knowing(visit: Visit, view: (key: Key | undefined, secret: string) => Key | undefined): Visit {
  const { store } = visit.around;
  return { ...visit, around: { ...visit.around, store: { ...store, key: (secret) => view(store.key(secret), secret) } } };
}

/** Moves a credential to the place of the first documented scheme. */
function carrying(visit: Visit, credential: string | undefined): Visit {
  const [scheme] = visit.around.law.contract.schemes;
  if (credential === undefined || scheme === undefined) return visit;
  const carrier = schemeMethods[scheme.kind].put(scheme, visit.arrival, credential);
  return { ...visit, arrival: { ...visit.arrival, ...carrier } };
}

/** The name of the header that the first documented scheme uses. */
function fieldOf({ around }: Visit): string {
  const [scheme] = around.law.contract.schemes;
  return scheme?.kind === 'header' ? scheme.parameter : 'Authorization';
}

const alive = (state: Key['state']) => (key: Key | undefined) => (key?.state === state ? { ...key, state: 'active' as const } : key);

const names = /^(?:access_token|api_?key|key|token)$/i;

function misplaced({ query, around }: Visit): string | undefined {
  const pair = query.split('&').find((candidate) => names.test(candidate.split('=', 1)[0]!)) ?? '';
  const secret = pair.slice(pair.indexOf('=') + 1);
  return around.store.keys().find((key) => encodeURIComponent(key.secret) === secret)?.secret;
}

const readsObject = ({ operation }: Visit) => operation !== undefined && operation.operation.safe && operation.operation.path.includes('{');

export const credentials = {
  'missing-credential-is-let-through': {
    breaks: ['credentials/missing-credential-is-401'],
    says: 'The server returns single objects without any key.',
    bend: after('credentials', (found) => (found.decision?.why === 'no credential' && readsObject(found) ? undecided(found) : found)),
  },
  'removal-needs-no-credential': {
    breaks: ['credentials/missing-credential-is-401'],
    says: 'The server deletes objects without any key.',
    bend: after('credentials', (found) => {
      if (found.decision?.why !== 'no credential' || found.operation?.role?.does !== 'remove') return found;
      const owned = found.around.store
        .keys()
        .map((caller): Visit => ({ ...undecided(found), caller }))
        .find((visit) => existence.pass(visit).decision === undefined);
      return owned ?? found;
    }),
  },
  'change-without-a-credential-is-made': {
    breaks: ['credentials/refused-write-changes-nothing'],
    says: 'The server rejects an update without a key, but applies it.',
    bend: after('credentials', (found) => {
      if (found.decision?.why !== 'no credential' || found.operation?.role?.does !== 'update') return found;
      const owned = found.around.store
        .keys()
        .map((caller) => existence.pass({ ...undecided(found), caller }))
        .find(({ decision }) => decision === undefined);
      if (owned) success.pass(validation.pass(owned));
      return found;
    }),
  },
  'beginning-of-a-credential-is-enough': {
    breaks: ['credentials/unknown-credential-is-401'],
    also: ['credentials/doubtful-credential-is-refused'],
    says: 'The server compares only the first characters of a key, so it accepts a truncated or altered key.',
    bend: before('credentials', (visit) =>
      knowing(
        visit,
        (key, secret) =>
          key ??
          visit.around.store.keys().find((candidate) => candidate.secret.slice(0, -10) === secret.slice(0, candidate.secret.length - 10)),
      ),
    ),
  },
  'unknown-credential-is-403-where-something-changes': {
    breaks: ['credentials/unknown-credential-is-401-on-every-operation'],
    also: ['http/bad-credential-is-told-first'],
    says: 'The server checks permissions first, so it rejects an unknown key with 403 on operations that change data.',
    bend: after('credentials', (found) => {
      const { decision, operation } = found;
      if (decision?.why !== 'unknown credential' || operation === undefined || operation.operation.safe) return found;
      return { ...found, decision: { ...decision, prepared: operation.forbidden } };
    }),
  },
  'revoked-credential-is-accepted': {
    breaks: ['credentials/revoked-credential-is-401'],
    also: ['grants/replayed-code-ends-its-tokens', 'grants/revoked-token-is-dead'],
    says: 'The server accepts a revoked key.',
    bend: before('credentials', (visit) => knowing(visit, alive('revoked'))),
  },
  'revoked-credential-reads-objects': {
    breaks: ['credentials/revoked-credential-is-401'],
    says: 'The server accepts a revoked key for reading single objects, because their handler keeps its own list of keys.',
    bend: before('credentials', (visit) => (readsObject(visit) ? knowing(visit, alive('revoked')) : visit)),
  },
  'longer-credential-is-accepted': {
    breaks: ['credentials/unknown-credential-is-401'],
    says: 'The server cuts a key to the usual length before it looks the key up.',
    bend: before('credentials', (visit) =>
      knowing(visit, (key, sent) => key ?? visit.around.store.keys().find(({ secret }) => sent.startsWith(secret) && !sent.includes('.'))),
    ),
  },
  'expired-credential-is-accepted': {
    breaks: ['credentials/expired-credential-is-401'],
    says: 'The server accepts an expired key.',
    bend: before('credentials', (visit) => knowing(visit, alive('expired'))),
  },
  'unauthorized-with-another-code': {
    breaks: ['credentials/refusal-has-the-documented-body'],
    says: 'A 401 response has an error code that the document does not list.',
    bend: refused('credentials', withWrongCode),
  },
  'unauthorized-in-other-words': {
    breaks: ['credentials/refusal-has-the-documented-message'],
    says: 'A 401 response has a different message than documented.',
    bend: refused('credentials', withOtherMessage),
  },
  'revocation-is-told': {
    breaks: ['credentials/refusals-are-uniform'],
    says: 'The error response to a revoked key says that it was revoked, so an attacker learns that it was once valid.',
    bend: refused('credentials', (answer, { decision }) =>
      decision?.why.startsWith('revoked') && answer.body.endsWith('}')
        ? withBody(answer, `${answer.body.slice(0, -1)},"state":"revoked"}`)
        : answer,
    ),
  },
  'any-authentication-scheme': {
    breaks: ['credentials/only-the-documented-scheme'],
    says: 'The server accepts a key after any common scheme name, or after none.',
    bend: before('credentials', (visit) => {
      const fields = headerValues(visit.arrival.headers, 'Authorization');
      const [, credential = ''] = /^(?:(?:Basic|Bearer|Token|ApiKey|Digest) +)?([^\s]+)$/i.exec(fields[0] ?? '') ?? [];
      return fields.length === 1 && visit.around.store.key(credential) !== undefined ? carrying(visit, credential) : visit;
    }),
  },
  'credential-in-the-query': {
    breaks: ['credentials/not-in-the-url'],
    also: ['credentials/only-the-documented-place'],
    says: 'The server accepts a key in the query, where it ends up in logs.',
    bend: before('credentials', (visit) => carrying(visit, misplaced(visit))),
  },
  'credential-in-a-cookie': {
    breaks: ['credentials/only-the-documented-place'],
    says: 'The server accepts a key in a cookie, which browsers send on behalf of any page.',
    bend: before('credentials', (visit) => {
      const [, credential] = /(?:^|; )api_key=([^;]+)/.exec(headerValue(visit.arrival.headers, 'Cookie') ?? '') ?? [];
      return carrying(visit, credential);
    }),
  },
  'first-of-two-credentials-wins': {
    breaks: ['credentials/doubtful-credential-is-refused'],
    says: 'The server uses the first of two credential headers and ignores the other.',
    bend: before('credentials', (visit) => {
      const { headers } = visit.arrival;
      const field = fieldOf(visit);
      const first = headerValue(headers, field);
      const single = first === undefined ? headers : [...withoutHeader(headers, field), field, first];
      return { ...visit, arrival: { ...visit.arrival, headers: single } };
    }),
  },
  'malformed-credential-is-a-server-error': {
    breaks: ['credentials/malformed-credential-is-refused'],
    also: ['envelope/nothing-is-a-server-error'],
    says: 'A malformed credential, such as two Authorization headers, causes a server error.',
    bend: after('credentials', (found) => {
      const { decision, security, around } = found;
      if (decision === undefined || decision.lines !== security.challenges.malformed) return found;
      return { ...found, decision: { ...decision, prepared: around.law.problems[500] } };
    }),
  },
  'no-challenge': {
    breaks: ['credentials/challenge-names-a-declared-scheme'],
    also: ['http/every-401-is-challenged'],
    says: 'A 401 response has no WWW-Authenticate header.',
    bend: refused('credentials', (answer) => (answer.status === 401 ? withLine(answer, 'WWW-Authenticate') : answer)),
  },
  'challenge-of-another-scheme': {
    breaks: ['credentials/challenge-names-a-declared-scheme'],
    says: 'A 401 response asks for an authentication scheme that the document does not declare.',
    bend: refused('credentials', (answer) => (answer.status === 401 ? withLine(answer, 'WWW-Authenticate', 'Negotiate') : answer)),
  },
  'one-credential-per-account': {
    breaks: ['credentials/two-credentials-of-an-account-both-work'],
    also: ['credentials/valid-credential-is-accepted', 'selftest/live-credential-is-confirmed'],
    says: 'The whoami operation accepts one key of each account and rejects the others.',
    bend: before('credentials', (visit) => {
      if (!isSelfTest(visit)) return visit;
      const firstOf = (account: string) => visit.around.store.keys().find((key) => key.account === account && key.state === 'active');
      return knowing(visit, (key) => (key?.state === 'active' && firstOf(key.account) !== key ? { ...key, state: 'revoked' } : key));
    }),
  },
  'each-credential-is-another-user': {
    breaks: ['credentials/two-credentials-of-an-account-both-work'],
    says: 'The whoami operation shows a different user for each key of an account.',
    bend: after('credentials', (found) => {
      const { caller } = found;
      if (caller?.user === undefined || !isSelfTest(found)) return found;
      const user: string | number = JSON.parse(caller.user);
      const own = typeof user === 'number' ? user + (caller.name.codePointAt(0) ?? 0) : `${user}${caller.name}`;
      return { ...found, caller: { ...caller, user: JSON.stringify(own) } };
    }),
  },
  'credential-is-echoed': {
    breaks: ['credentials/credential-is-never-echoed'],
    says: 'Every response repeats the header with the key in a debug header.',
    bend: answered((answer, visit) => {
      const sent = headerValue(visit.arrival.headers, fieldOf(visit));
      return sent === undefined || /[^\x20-\x7e]/.test(sent) ? answer : withLine(answer, 'X-Debug-Credential', sent);
    }),
  },
  'content-type-without-content-is-refused': {
    breaks: ['credentials/content-type-is-not-needed'],
    says: 'The server rejects a request that has a Content-Type header but no content.',
    bend: after('validation', (found) => {
      const { arrival, around, operation } = found;
      const typed = headerValue(arrival.headers, 'Content-Type') !== undefined && !arrival.body && operation?.operation.safe === true;
      const decision = {
        gate: 'validation',
        outcome: 'refused',
        why: 'a Content-Type without content',
        prepared: around.law.problems[400],
      } as const;
      return typed ? { ...found, decision } : found;
    }),
  },
  'content-type-without-content-changes-the-answer': {
    breaks: ['credentials/content-type-is-not-needed'],
    says: 'The server wraps the object or list of a read in a `data` member if the request has a Content-Type but no content.',
    bend: answered((answer, { arrival, decision, operation }) => {
      const typed = headerValue(arrival.headers, 'Content-Type') !== undefined && !arrival.body && operation?.operation.safe === true;
      return typed && decision?.gate === 'success' && answer.body.startsWith('{') ? withBody(answer, `{"data":${answer.body}}`) : answer;
    }),
  },
  'base-path-may-be-left-out': {
    breaks: ['credentials/base-path-is-the-documented-one'],
    says: 'The server also serves operations without the base path.',
    bend: before('route', (visit) => {
      const { arrival, around } = visit;
      const { basePath } = around.law.contract;
      const outside = !arrival.target.startsWith(`${basePath}/`);
      return outside ? { ...visit, arrival: { ...arrival, target: basePath + arrival.target } } : visit;
    }),
  },
  'success-with-another-status': {
    breaks: ['credentials/valid-credential-is-accepted'],
    says: 'The server answers reads with 202 instead of the documented success, except in the whoami operation.',
    bend: answered((answer, visit) => {
      const { decision, operation } = visit;
      const read = decision?.gate === 'success' && operation?.operation.safe === true && !isSelfTest(visit);
      return read ? { ...answer, status: 202 } : answer;
    }),
  },
} as const satisfies Faults;
