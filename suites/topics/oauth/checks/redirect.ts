/**
 * The redirect of an authorization response.
 *
 * @module
 */
import { excerpt, replyOf } from '../../../expectations/response.ts';
import type { Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import type { MismatchCode } from '../../../words/words.ts';
import { headerValue } from '../../../../spec/message.ts';

const at = '$response.header.Location';

export const locationOf = (evidence: Evidence) => headerValue(replyOf(evidence).headers, 'location');

/** The Location of the response, or else its status. */
export function locationOrStatus(evidence: Evidence): string | number {
  const location = locationOf(evidence);
  return location === undefined || location === '' ? replyOf(evidence).status : excerpt(location);
}

/** A parameter of the request; the last one if it occurs twice. */
export function queryParameter({ request }: Evidence, name: string): string {
  return new URL(request.url).searchParams.getAll(name).at(-1) ?? '';
}

/** A parameter of the redirect is not as it must be: absent, present, or one of the values. */
export function wrongParameter(
  code: MismatchCode,
  evidence: Evidence,
  parameter: { readonly name: string; readonly values?: readonly string[]; readonly absent?: boolean },
): Mismatch {
  const { name, values, absent } = parameter;
  return {
    code,
    at,
    expected: { kind: 'parameter', name, ...(values && { values: [...values] }), ...(absent && { absent }) },
    actual: locationOrStatus(evidence),
    exchange: evidence.id,
  };
}

/** The redirect has a code. */
export const codeIssued = (evidence: Evidence) => wrongParameter('code-issued', evidence, { name: 'code', absent: true });

/** The redirect has an access token. */
export const tokenInRedirect = (evidence: Evidence) =>
  wrongParameter('token-in-redirect', evidence, { name: 'access_token', absent: true });

/** The redirect goes to the redirect URI of the request, which is not registered. */
export function redirectedToUnregistered(evidence: Evidence): Mismatch {
  const uri = queryParameter(evidence, 'redirect_uri');
  return {
    code: 'redirected-to-unregistered-uri',
    at,
    expected: { kind: 'lacks', pattern: patternOf(uri), example: `no redirect to ${uri}` },
    actual: locationOrStatus(evidence),
    exchange: evidence.id,
  };
}

/** The redirect does not go to the redirect URI of the request. */
export function redirectedElsewhere(evidence: Evidence): Mismatch {
  const uri = queryParameter(evidence, 'redirect_uri');
  return {
    code: 'redirected-elsewhere',
    at,
    expected: { kind: 'matches', pattern: patternOf(uri), example: `a redirect to ${uri}` },
    actual: locationOrStatus(evidence),
    exchange: evidence.id,
  };
}

/** A redirect to the URI, with any parameters. */
function patternOf(uri: string): string {
  return `^${uri.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?:[?#&]|$)`;
}
