import { headerValue } from '../../spec/message.ts';
import { untrustedName } from '../../spec/schemes/certificate.ts';
import { existenceGate } from '../gates/existence.ts';
import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { Key } from '../state/key.ts';
import type { RequestContext } from '../engine/request-context.ts';
import {
  afterGate,
  onResponse,
  beforeGate,
  headerOf,
  isWhoami,
  onRejection,
  withoutDecision,
  withBody,
  withHeader,
  withOtherMessage,
  withWrongCode,
  isMissingCredential,
  isUnknownCredential,
  isInactiveCredential,
} from './edits.ts';
import type { Faults } from './fault.ts';

/** Changes which key the store returns for a secret. */
function withStoredKeys(context: RequestContext, view: (key: Key | undefined, secret: string) => Key | undefined): RequestContext {
  const { store } = context.environment;
  return { ...context, environment: { ...context.environment, store: { ...store, key: (secret) => view(store.key(secret), secret) } } };
}

const activeFrom = (state: Key['state']) => (key: Key | undefined) => (key?.state === state ? { ...key, state: 'active' as const } : key);

const readsObject = ({ operation }: RequestContext) =>
  operation !== undefined && operation.operation.safe && operation.operation.path.includes('{');

export const credentialsFaults = {
  'reads-objects-without-key': {
    breaks: ['credentials/missing'],
    description: 'The server returns single objects without any key.',
    apply: afterGate('credentials', (found) => (isMissingCredential(found) && readsObject(found) ? withoutDecision(found) : found)),
  },
  'deletes-objects-without-key': {
    breaks: ['credentials/missing'],
    description: 'The server deletes objects without any key.',
    apply: afterGate('credentials', (found) => {
      if (!isMissingCredential(found) || found.operation?.role?.does !== 'remove') return found;
      const owned = found.environment.store
        .keys()
        .map((caller): RequestContext => ({ ...withoutDecision(found), caller }))
        .find((context) => existenceGate.pass(context).decision === undefined);
      return owned ?? found;
    }),
  },
  'applies-update-without-key': {
    breaks: ['credentials/unauthenticated-write'],
    description: 'The server rejects an update without a key, but applies it.',
    apply: afterGate('credentials', (found) => {
      if (!isMissingCredential(found) || found.operation?.role?.does !== 'update') return found;
      const owned = found.environment.store
        .keys()
        .map((caller) => existenceGate.pass({ ...withoutDecision(found), caller }))
        .find(({ decision }) => decision === undefined);
      if (owned) successGate.pass(validationGate.pass(owned));
      return found;
    }),
  },
  'compares-key-prefix-only': {
    breaks: ['credentials/unknown'],
    also: ['credentials/ambiguous'],
    description: 'The server compares only the first characters of a key, so it accepts a truncated or altered key.',
    apply: beforeGate('credentials', (context) =>
      withStoredKeys(
        context,
        (key, secret) =>
          key ??
          context.environment.store
            .keys()
            .find((candidate) => candidate.secret.slice(0, -10) === secret.slice(0, candidate.secret.length - 10)),
      ),
    ),
  },
  'trusts-certificates-of-any-authority': {
    breaks: ['credentials/unknown'],
    description: 'The server reads the name in a client certificate without verifying who issued it.',
    apply: beforeGate('credentials', (context) =>
      withStoredKeys(context, (key, secret) => {
        const name = untrustedName(secret);
        return key ?? (name === undefined ? undefined : context.environment.store.key(name));
      }),
    ),
  },
  'sends-403-for-unknown-key': {
    breaks: ['credentials/unknown-on-every-operation'],
    also: ['http/authentication-first'],
    description: 'The server checks permissions first, so it rejects an unknown key with 403 on operations that change data.',
    apply: afterGate('credentials', (found) => {
      const { decision, operation } = found;
      if (decision === undefined || !isUnknownCredential(found) || operation === undefined || operation.operation.safe) return found;
      return { ...found, decision: { ...decision, prepared: operation.forbidden } };
    }),
  },
  'accepts-revoked-key': {
    breaks: ['credentials/revoked'],
    also: ['oauth/tokens-after-code-reuse', 'oauth/revoked-token'],
    description: 'The server accepts a revoked key.',
    apply: beforeGate('credentials', (context) => withStoredKeys(context, activeFrom('revoked'))),
  },
  'accepts-revoked-key-for-objects': {
    breaks: ['credentials/revoked'],
    description: 'The server accepts a revoked key for reading single objects, because their handler keeps its own list of keys.',
    apply: beforeGate('credentials', (context) => (readsObject(context) ? withStoredKeys(context, activeFrom('revoked')) : context)),
  },
  'accepts-key-with-extra-characters': {
    breaks: ['credentials/unknown'],
    description: 'The server cuts a key to the usual length before it looks the key up.',
    apply: beforeGate('credentials', (context) =>
      withStoredKeys(
        context,
        (key, sent) => key ?? context.environment.store.keys().find(({ secret }) => sent.startsWith(secret) && !sent.includes('.')),
      ),
    ),
  },
  'accepts-expired-key': {
    breaks: ['credentials/expired'],
    also: ['jwt/expired'],
    description: 'The server accepts an expired key.',
    apply: beforeGate('credentials', (context) => withStoredKeys(context, activeFrom('expired'))),
  },
  'sends-undocumented-401-code': {
    breaks: ['credentials/error-body'],
    description: 'A 401 response has an error code that the document does not list.',
    apply: onRejection('credentials', withWrongCode),
  },
  'rewords-401-message': {
    breaks: ['credentials/error-message'],
    description: 'A 401 response has a different message than documented.',
    apply: onRejection('credentials', withOtherMessage),
  },
  'reveals-key-was-revoked': {
    breaks: ['credentials/uniform-errors'],
    description: 'The error response to a revoked key says that it was revoked, so an attacker learns that it was once valid.',
    apply: onRejection('credentials', (response, context) =>
      isInactiveCredential(context, 'revoked') && response.body.endsWith('}')
        ? withBody(response, `${response.body.slice(0, -1)},"state":"revoked"}`)
        : response,
    ),
  },
  'crashes-on-malformed-key': {
    breaks: ['credentials/malformed'],
    also: ['errors/server-error'],
    description: 'A malformed credential, such as two Authorization headers, causes a server error.',
    apply: afterGate('credentials', (found) => {
      const { decision, environment } = found;
      if (decision?.prepared.status !== 400) return found;
      return { ...found, decision: { ...decision, prepared: environment.compiled.problems[500] } };
    }),
  },
  'omits-challenge-on-401': {
    breaks: ['credentials/challenge-scheme'],
    also: ['http/401-challenge'],
    description: 'A 401 response has no WWW-Authenticate header.',
    apply: onRejection('credentials', (response) => (response.status === 401 ? withHeader(response, 'WWW-Authenticate') : response)),
  },
  'challenges-with-undeclared-scheme': {
    breaks: ['credentials/challenge-scheme'],
    description: 'A 401 response asks for an authentication scheme that the document does not declare.',
    apply: onRejection('credentials', (response) =>
      response.status === 401 ? withHeader(response, 'WWW-Authenticate', 'Negotiate') : response,
    ),
  },
  'whoami-accepts-first-key-only': {
    breaks: ['credentials/rotation'],
    also: ['credentials/valid', 'whoami/valid-credential'],
    description: 'The whoami operation accepts one key of each account and rejects the others.',
    apply: beforeGate('credentials', (context) => {
      if (!isWhoami(context)) return context;
      const firstOf = (account: string) =>
        context.environment.store.keys().find((key) => key.account === account && key.state === 'active');
      return withStoredKeys(context, (key) =>
        key?.state === 'active' && firstOf(key.account) !== key ? { ...key, state: 'revoked' } : key,
      );
    }),
  },
  'whoami-changes-user-per-key': {
    breaks: ['credentials/rotation'],
    description: 'The whoami operation shows a different user for each key of an account.',
    apply: afterGate('credentials', (found) => {
      const { caller } = found;
      if (caller?.user === undefined || !isWhoami(found)) return found;
      const user: string | number = JSON.parse(caller.user);
      const own = typeof user === 'number' ? user + (caller.name.codePointAt(0) ?? 0) : `${user}${caller.name}`;
      return { ...found, caller: { ...caller, user: JSON.stringify(own) } };
    }),
  },
  'labels-json-successes-as-text': {
    breaks: ['credentials/success-body'],
    also: ['whoami/body'],
    description: 'Successes with JSON content have the media type text/plain.',
    apply: onResponse((response, { decision }) => {
      const isJson = decision?.gate === 'success' && headerValue(response.headers, 'Content-Type')?.endsWith('json');
      return isJson ? withHeader(response, 'Content-Type', 'text/plain') : response;
    }),
  },
  'leaks-key-in-header': {
    breaks: ['credentials/echoed'],
    description: 'Every response repeats the header with the key in a debug header.',
    apply: onResponse((response, context) => {
      const sent = headerValue(context.request.headers, headerOf(context));
      return sent === undefined || /[^\x20-\x7e]/.test(sent) ? response : withHeader(response, 'X-Debug-Credential', sent);
    }),
  },
  'rejects-content-type-without-body': {
    breaks: ['credentials/content-type'],
    description: 'The server rejects a request that has a Content-Type header but no content.',
    apply: afterGate('validation', (found) => {
      const { request, environment, operation } = found;
      const typed = headerValue(request.headers, 'Content-Type') !== undefined && !request.body && operation?.operation.safe === true;
      const decision = {
        gate: 'validation',
        outcome: 'rejected',
        cause: { code: 'fault', fault: 'rejects-content-type-without-body' },
        prepared: environment.compiled.problems[400],
      } as const;
      return typed ? { ...found, decision } : found;
    }),
  },
  'content-type-changes-response-body': {
    breaks: ['credentials/content-type'],
    description: 'The server wraps the object or list of a read in a `data` member if the request has a Content-Type but no content.',
    apply: onResponse((response, { request, decision, operation }) => {
      const typed = headerValue(request.headers, 'Content-Type') !== undefined && !request.body && operation?.operation.safe === true;
      return typed && decision?.gate === 'success' && response.body.startsWith('{')
        ? withBody(response, `{"data":${response.body}}`)
        : response;
    }),
  },
  'serves-without-base-path': {
    breaks: ['credentials/base-path'],
    description: 'The server also serves operations without the base path.',
    apply: beforeGate('route', (context) => {
      const { request, environment } = context;
      const { contract, mounts } = environment.compiled;
      const { basePath } = contract;
      const outside = mounts.every((mount) => !request.target.startsWith(`${mount.basePath}/`));
      return outside ? { ...context, request: { ...request, target: basePath + request.target } } : context;
    }),
  },
  'sends-202-for-reads': {
    breaks: ['credentials/valid'],
    description: 'The server answers reads with 202 instead of the documented success, except in the whoami operation.',
    apply: onResponse((response, context) => {
      const { decision, operation } = context;
      const read = decision?.gate === 'success' && operation?.operation.safe === true && !isWhoami(context);
      return read ? { ...response, status: 202 } : response;
    }),
  },
} as const satisfies Faults;
