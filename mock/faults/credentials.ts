import { headerValue, headerValues, withoutHeader } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { existenceGate } from '../gates/existence.ts';
import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { Key } from '../state/key.ts';
import type { RequestContext } from '../engine/visit.ts';
import {
  after,
  answered,
  before,
  isSelfTest,
  refused,
  withoutDecision,
  withBody,
  withLine,
  withOtherMessage,
  withWrongCode,
} from './bend.ts';
import type { Faults } from './fault.ts';

/** Changes which key the store returns for a secret. */
function knowing(context: RequestContext, view: (key: Key | undefined, secret: string) => Key | undefined): RequestContext {
  const { store } = context.environment;
  return { ...context, environment: { ...context.environment, store: { ...store, key: (secret) => view(store.key(secret), secret) } } };
}

/** Moves a credential to the place of the first documented scheme. */
function carrying(context: RequestContext, credential: string | undefined): RequestContext {
  const [scheme] = context.environment.law.contract.schemes;
  if (credential === undefined || scheme === undefined) return context;
  const carrier = schemeMethods[scheme.kind].put(scheme, context.request, credential);
  return { ...context, request: { ...context.request, ...carrier } };
}

/** The name of the header that the first documented scheme uses. */
function fieldOf({ environment }: RequestContext): string {
  const [scheme] = environment.law.contract.schemes;
  return scheme?.kind === 'header' ? scheme.parameter : 'Authorization';
}

const alive = (state: Key['state']) => (key: Key | undefined) => (key?.state === state ? { ...key, state: 'active' as const } : key);

const names = /^(?:access_token|api_?key|key|token)$/i;

function misplaced({ query, environment }: RequestContext): string | undefined {
  const pair = query.split('&').find((candidate) => names.test(candidate.split('=', 1)[0]!)) ?? '';
  const secret = pair.slice(pair.indexOf('=') + 1);
  return environment.store.keys().find((key) => encodeURIComponent(key.secret) === secret)?.secret;
}

const readsObject = ({ operation }: RequestContext) =>
  operation !== undefined && operation.operation.safe && operation.operation.path.includes('{');

export const credentialsFaults = {
  'missing-credential-is-let-through': {
    breaks: ['credentials/missing-credential-is-401'],
    description: 'The server returns single objects without any key.',
    apply: after('credentials', (found) =>
      found.decision?.why === 'no credential' && readsObject(found) ? withoutDecision(found) : found,
    ),
  },
  'removal-needs-no-credential': {
    breaks: ['credentials/missing-credential-is-401'],
    description: 'The server deletes objects without any key.',
    apply: after('credentials', (found) => {
      if (found.decision?.why !== 'no credential' || found.operation?.role?.does !== 'remove') return found;
      const owned = found.environment.store
        .keys()
        .map((caller): RequestContext => ({ ...withoutDecision(found), caller }))
        .find((context) => existenceGate.pass(context).decision === undefined);
      return owned ?? found;
    }),
  },
  'change-without-a-credential-is-made': {
    breaks: ['credentials/refused-write-changes-nothing'],
    description: 'The server rejects an update without a key, but applies it.',
    apply: after('credentials', (found) => {
      if (found.decision?.why !== 'no credential' || found.operation?.role?.does !== 'update') return found;
      const owned = found.environment.store
        .keys()
        .map((caller) => existenceGate.pass({ ...withoutDecision(found), caller }))
        .find(({ decision }) => decision === undefined);
      if (owned) successGate.pass(validationGate.pass(owned));
      return found;
    }),
  },
  'beginning-of-a-credential-is-enough': {
    breaks: ['credentials/unknown-credential-is-401'],
    also: ['credentials/doubtful-credential-is-refused'],
    description: 'The server compares only the first characters of a key, so it accepts a truncated or altered key.',
    apply: before('credentials', (context) =>
      knowing(
        context,
        (key, secret) =>
          key ??
          context.environment.store
            .keys()
            .find((candidate) => candidate.secret.slice(0, -10) === secret.slice(0, candidate.secret.length - 10)),
      ),
    ),
  },
  'unknown-credential-is-403-where-something-changes': {
    breaks: ['credentials/unknown-credential-is-401-on-every-operation'],
    also: ['http/bad-credential-is-told-first'],
    description: 'The server checks permissions first, so it rejects an unknown key with 403 on operations that change data.',
    apply: after('credentials', (found) => {
      const { decision, operation } = found;
      if (decision?.why !== 'unknown credential' || operation === undefined || operation.operation.safe) return found;
      return { ...found, decision: { ...decision, prepared: operation.forbidden } };
    }),
  },
  'revoked-credential-is-accepted': {
    breaks: ['credentials/revoked-credential-is-401'],
    also: ['grants/replayed-code-ends-its-tokens', 'grants/revoked-token-is-dead'],
    description: 'The server accepts a revoked key.',
    apply: before('credentials', (context) => knowing(context, alive('revoked'))),
  },
  'revoked-credential-reads-objects': {
    breaks: ['credentials/revoked-credential-is-401'],
    description: 'The server accepts a revoked key for reading single objects, because their handler keeps its own list of keys.',
    apply: before('credentials', (context) => (readsObject(context) ? knowing(context, alive('revoked')) : context)),
  },
  'longer-credential-is-accepted': {
    breaks: ['credentials/unknown-credential-is-401'],
    description: 'The server cuts a key to the usual length before it looks the key up.',
    apply: before('credentials', (context) =>
      knowing(
        context,
        (key, sent) => key ?? context.environment.store.keys().find(({ secret }) => sent.startsWith(secret) && !sent.includes('.')),
      ),
    ),
  },
  'expired-credential-is-accepted': {
    breaks: ['credentials/expired-credential-is-401'],
    description: 'The server accepts an expired key.',
    apply: before('credentials', (context) => knowing(context, alive('expired'))),
  },
  'unauthorized-with-another-code': {
    breaks: ['credentials/refusal-has-the-documented-body'],
    description: 'A 401 response has an error code that the document does not list.',
    apply: refused('credentials', withWrongCode),
  },
  'unauthorized-in-other-words': {
    breaks: ['credentials/refusal-has-the-documented-message'],
    description: 'A 401 response has a different message than documented.',
    apply: refused('credentials', withOtherMessage),
  },
  'revocation-is-told': {
    breaks: ['credentials/refusals-are-uniform'],
    description: 'The error response to a revoked key says that it was revoked, so an attacker learns that it was once valid.',
    apply: refused('credentials', (answer, { decision }) =>
      decision?.why.startsWith('revoked') && answer.body.endsWith('}')
        ? withBody(answer, `${answer.body.slice(0, -1)},"state":"revoked"}`)
        : answer,
    ),
  },
  'any-authentication-scheme': {
    breaks: ['credentials/only-the-documented-scheme'],
    description: 'The server accepts a key after any common scheme name, or after none.',
    apply: before('credentials', (context) => {
      const fields = headerValues(context.request.headers, 'Authorization');
      const [, credential = ''] = /^(?:(?:Basic|Bearer|Token|ApiKey|Digest) +)?([^\s]+)$/i.exec(fields[0] ?? '') ?? [];
      return fields.length === 1 && context.environment.store.key(credential) !== undefined ? carrying(context, credential) : context;
    }),
  },
  'credential-in-the-query': {
    breaks: ['credentials/not-in-the-url'],
    also: ['credentials/only-the-documented-place'],
    description: 'The server accepts a key in the query, where it ends up in logs.',
    apply: before('credentials', (context) => carrying(context, misplaced(context))),
  },
  'credential-in-a-cookie': {
    breaks: ['credentials/only-the-documented-place'],
    description: 'The server accepts a key in a cookie, which browsers send on behalf of any page.',
    apply: before('credentials', (context) => {
      const [, credential] = /(?:^|; )api_key=([^;]+)/.exec(headerValue(context.request.headers, 'Cookie') ?? '') ?? [];
      return carrying(context, credential);
    }),
  },
  'first-of-two-credentials-wins': {
    breaks: ['credentials/doubtful-credential-is-refused'],
    description: 'The server uses the first of two credential headers and ignores the other.',
    apply: before('credentials', (context) => {
      const { headers } = context.request;
      const field = fieldOf(context);
      const first = headerValue(headers, field);
      const single = first === undefined ? headers : [...withoutHeader(headers, field), field, first];
      return { ...context, request: { ...context.request, headers: single } };
    }),
  },
  'malformed-credential-is-a-server-error': {
    breaks: ['credentials/malformed-credential-is-refused'],
    also: ['envelope/nothing-is-a-server-error'],
    description: 'A malformed credential, such as two Authorization headers, causes a server error.',
    apply: after('credentials', (found) => {
      const { decision, security, environment } = found;
      if (decision === undefined || decision.lines !== security.challenges.malformed) return found;
      return { ...found, decision: { ...decision, prepared: environment.law.problems[500] } };
    }),
  },
  'no-challenge': {
    breaks: ['credentials/challenge-names-a-declared-scheme'],
    also: ['http/every-401-is-challenged'],
    description: 'A 401 response has no WWW-Authenticate header.',
    apply: refused('credentials', (answer) => (answer.status === 401 ? withLine(answer, 'WWW-Authenticate') : answer)),
  },
  'challenge-of-another-scheme': {
    breaks: ['credentials/challenge-names-a-declared-scheme'],
    description: 'A 401 response asks for an authentication scheme that the document does not declare.',
    apply: refused('credentials', (answer) => (answer.status === 401 ? withLine(answer, 'WWW-Authenticate', 'Negotiate') : answer)),
  },
  'one-credential-per-account': {
    breaks: ['credentials/two-credentials-of-an-account-both-work'],
    also: ['credentials/valid-credential-is-accepted', 'selftest/live-credential-is-confirmed'],
    description: 'The whoami operation accepts one key of each account and rejects the others.',
    apply: before('credentials', (context) => {
      if (!isSelfTest(context)) return context;
      const firstOf = (account: string) =>
        context.environment.store.keys().find((key) => key.account === account && key.state === 'active');
      return knowing(context, (key) => (key?.state === 'active' && firstOf(key.account) !== key ? { ...key, state: 'revoked' } : key));
    }),
  },
  'each-credential-is-another-user': {
    breaks: ['credentials/two-credentials-of-an-account-both-work'],
    description: 'The whoami operation shows a different user for each key of an account.',
    apply: after('credentials', (found) => {
      const { caller } = found;
      if (caller?.user === undefined || !isSelfTest(found)) return found;
      const user: string | number = JSON.parse(caller.user);
      const own = typeof user === 'number' ? user + (caller.name.codePointAt(0) ?? 0) : `${user}${caller.name}`;
      return { ...found, caller: { ...caller, user: JSON.stringify(own) } };
    }),
  },
  'credential-is-echoed': {
    breaks: ['credentials/credential-is-never-echoed'],
    description: 'Every response repeats the header with the key in a debug header.',
    apply: answered((answer, context) => {
      const sent = headerValue(context.request.headers, fieldOf(context));
      return sent === undefined || /[^\x20-\x7e]/.test(sent) ? answer : withLine(answer, 'X-Debug-Credential', sent);
    }),
  },
  'content-type-without-content-is-refused': {
    breaks: ['credentials/content-type-is-not-needed'],
    description: 'The server rejects a request that has a Content-Type header but no content.',
    apply: after('validation', (found) => {
      const { request, environment, operation } = found;
      const typed = headerValue(request.headers, 'Content-Type') !== undefined && !request.body && operation?.operation.safe === true;
      const decision = {
        gate: 'validation',
        outcome: 'refused',
        why: 'a Content-Type without content',
        prepared: environment.law.problems[400],
      } as const;
      return typed ? { ...found, decision } : found;
    }),
  },
  'content-type-without-content-changes-the-answer': {
    breaks: ['credentials/content-type-is-not-needed'],
    description: 'The server wraps the object or list of a read in a `data` member if the request has a Content-Type but no content.',
    apply: answered((answer, { request, decision, operation }) => {
      const typed = headerValue(request.headers, 'Content-Type') !== undefined && !request.body && operation?.operation.safe === true;
      return typed && decision?.gate === 'success' && answer.body.startsWith('{') ? withBody(answer, `{"data":${answer.body}}`) : answer;
    }),
  },
  'base-path-may-be-left-out': {
    breaks: ['credentials/base-path-is-the-documented-one'],
    description: 'The server also serves operations without the base path.',
    apply: before('route', (context) => {
      const { request, environment } = context;
      const { basePath } = environment.law.contract;
      const outside = !request.target.startsWith(`${basePath}/`);
      return outside ? { ...context, request: { ...request, target: basePath + request.target } } : context;
    }),
  },
  'success-with-another-status': {
    breaks: ['credentials/valid-credential-is-accepted'],
    description: 'The server answers reads with 202 instead of the documented success, except in the whoami operation.',
    apply: answered((answer, context) => {
      const { decision, operation } = context;
      const read = decision?.gate === 'success' && operation?.operation.safe === true && !isSelfTest(context);
      return read ? { ...answer, status: 202 } : answer;
    }),
  },
} as const satisfies Faults;
