import type { HeaderList } from '../../spec/message.ts';
import {
  challengeText,
  isChallengeOf,
  parsedChallenges,
  realmText,
  type PreparedChallenge,
  type PreparedChallenges,
} from '../compile/challenge.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { resourceMetadataUrl } from '../oauth/realm.ts';
import { hasStaleNonce, newNonce } from './digest.ts';

/** The error of a Bearer challenge, and the scopes that the operation requires. @see RFC 6750 §3 */
export interface BearerError {
  readonly error?: 'invalid_token' | 'invalid_request' | 'insufficient_scope';
  readonly scope?: string;
}

const nameOf = (parameter: string) => parameter.split('=', 1)[0]!.trim().toLowerCase();
const named = ({ parameters }: PreparedChallenge, name: string) => parameters.find((parameter) => nameOf(parameter) === name);
const errorOf = (challenge: PreparedChallenge) => /=\s*"?([^"\s]*)/.exec(named(challenge, 'error') ?? '')?.[1];

/** The parameters of a Bearer challenge: those of the document, but for an error that is not this one. */
function bearerParameters(context: RequestContext, challenge: PreparedChallenge, issued: boolean, { error, scope }: BearerError) {
  const { compiled, realms } = context.environment;
  const other = new Set([
    ...(errorOf(challenge) === error ? [] : ['error', 'error_description', 'error_uri']),
    ...(scope ? ['scope'] : []),
  ]);
  const kept = challenge.parameters.filter((parameter) => !other.has(nameOf(parameter)));
  const metadata =
    issued && !named(challenge, 'resource_metadata') ? resourceMetadataUrl(realms, compiled.contract, context.request) : undefined;
  const parameters = [
    ...kept,
    ...(error === undefined || errorOf(challenge) === error ? [] : [`error="${error}"`]),
    ...(scope ? [`scope="${scope}"`] : []),
    ...(metadata === undefined ? [] : [`resource_metadata="${metadata}"`]),
  ];
  return parameters.length > 0 ? parameters : [`realm="${realmText(compiled.contract.title)}"`];
}

/** @see RFC 7616 §3.3 */
function digestParameters(context: RequestContext, { parameters }: PreparedChallenge) {
  const kept = parameters.filter((parameter) => !['nonce', 'stale'].includes(nameOf(parameter)));
  return [...kept, `nonce="${newNonce(context)}"`, ...(hasStaleNonce(context) ? ['stale=true'] : [])];
}

/** Of the values that the document allows, the one with this error, or else one without an error. */
function allowedValue(values: readonly string[], error: BearerError['error']): string | undefined {
  const errorIn = (value: string) => parsedChallenges(value).map(errorOf).find(Boolean);
  return values.find((value) => errorIn(value) === error) ?? values.find((value) => errorIn(value) === undefined) ?? values[0];
}

/** The `WWW-Authenticate` headers of a response. Only a Bearer challenge has an error. */
export function challengeLines(context: RequestContext, prepared: PreparedChallenges, bearer: BearerError = {}): HeaderList {
  const allowed = allowedValue(prepared.values, bearer.error);
  if (allowed !== undefined) return ['WWW-Authenticate', allowed];
  return prepared.challenges.flatMap((challenge) => {
    const parameters = isChallengeOf(challenge, 'bearer')
      ? bearerParameters(context, challenge, prepared.issued, bearer)
      : isChallengeOf(challenge, 'digest')
        ? digestParameters(context, challenge)
        : challenge.parameters;
    return ['WWW-Authenticate', challengeText({ ...challenge, parameters })];
  });
}
