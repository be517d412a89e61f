import type { oauthClientsRequirements as rows } from '../../../../spec/catalogue/oauth/clients.ts';
import { headerValues } from '../../../../spec/message.ts';
import { excerpt, replyOf } from '../../../expectations/answer.ts';
import { errorOf, expectNoTokens, expectTokenError } from '../../../expectations/oauth.ts';
import { steadyPart } from '../../../expectations/steady.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import type { Reply } from '../../../http/target.ts';
import { inconclusive, notApplicable, type Check, type AnyMismatch } from '../../../engine/check.ts';
import { fact, judging, unless } from './subject.ts';

/** The error shows that the client was taken for itself: everything else was then looked at. */
function knows(evidence: Evidence): boolean {
  const { status } = replyOf(evidence);
  const error = errorOf(evidence);
  return status !== 401 && error !== 'invalid_client' && error !== 'invalid_request' && error !== 'unauthorized_client';
}

/** The request was not acted on. */
function expectUnknown(evidence: Evidence, reason: string): readonly AnyMismatch[] {
  const given = expectNoTokens(evidence);
  if (given.length > 0) return given;
  const { status } = replyOf(evidence);
  if (status >= 400 && !knows(evidence)) return [];
  const actual = errorOf(evidence) ?? String(status);
  return [{ reason, where: '$response.body#/error', expected: 'invalid_client or invalid_request', actual }];
}

export const oauthClientsChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/wrong-client-secret': judging(
    ['wrong-secret', 'no-secret', 'wrong-secret-first'],
    (observation) => {
      if (observation.case.variant === 'wrong-secret-first') return expectNoTokens(observation.probes[0]!);
      return expectTokenError(observation.probes[0]!, ['invalid_client', ...(observation.case.variant === 'no-secret' ? (['invalid_request'] as const) : [])]); // prettier-ignore
    },
    { tolerates: ['control'] },
  ),
  'oauth/code-after-wrong-secret': judging(['wrong-secret-first'], (observation) => {
    if (fact(observation, 'let') === true) return notApplicable('the wrong secret was accepted: see oauth/wrong-client-secret');
    if (fact(observation, 'kept') === true) return [];
    const actual = errorOf(observation.probes[1]!) ?? String(replyOf(observation.probes[1]).status);
    return [
      { reason: 'the code was spent by a stranger', where: '$response.body#/error', expected: 'tokens for the right secret', actual },
    ];
  }),
  'oauth/basic-authentication': judging(['basic'], (observation, _, record) => {
    if (!listsBasic(record)) return notApplicable('the metadata lists other ways of authentication only');
    const [probe] = observation.probes;
    if (knows(probe!)) return [];
    const says = `${errorOf(probe!) ?? replyOf(probe).status}`;
    const told = excerpt(replyOf(probe).body);
    if (/registered|auth(?:entication)?[_ ]method/i.test(told)) return notApplicable(`the client is registered for another way: ${told}`);
    return [
      { reason: 'HTTP Basic is not accepted', where: '$response.body#/error', expected: 'an error about the invented code', actual: says },
    ];
  }),
  'oauth/basic-challenge': judging(['basic-wrong'], ({ probes: [probe] }) => {
    const { status, headers } = replyOf(probe);
    if (status !== 401) return [{ reason: 'another status', where: '$statusCode', expected: '401', actual: String(status) }];
    const challenges = headerValues(headers, 'www-authenticate').join(', ');
    if (!/(?:^|[\s,])basic(?:[\s,]|$)/i.test(challenges)) {
      return [{ reason: 'no challenge for Basic', where: '$response.header.WWW-Authenticate', expected: 'Basic', actual: challenges || 'no field' }]; // prettier-ignore
    }
    return expectTokenError(probe!, ['invalid_client']);
  }),
  'oauth/unknown-client': judging(['unknown-id', 'basic-unknown'], ({ probes: [unknown, again, wrong] }) => {
    const [one, other] = [replyOf(unknown), replyOf(wrong)];
    if (!refusing.has(other.status)) return inconclusive('there is no refusal of a wrong secret to compare with');
    const reason = 'an unknown client is told from a wrong secret';
    if (one.status !== other.status) return [{ reason, where: '$statusCode', expected: String(other.status), actual: String(one.status) }];
    const steady = steadyPart(one, replyOf(again));
    if (!steady) return inconclusive('no two refusals of an unknown client have the same body');
    const [expected, actual] = [comparable(wrong!, steady), comparable(unknown!, steady)];
    return unless(expected === actual, { reason, where: '$response.body', expected: excerpt(expected), actual: excerpt(actual) });
  }),
  'oauth/multiple-client-authentication': judging(
    ['two-authentications'],
    ({ probes: [probe] }) => expectUnknown(probe!, 'a request with two authentications was acted on'),
    { control: 'required' },
  ),
  'oauth/secret-in-url': judging(['secret-in-url'], ({ probes: [probe] }) => expectUnknown(probe!, 'a secret in the URL was accepted'), {
    control: 'required',
  }),
};

/** Whether the metadata, where there are any, have Basic among the ways of authentication. */
function listsBasic({ observations }: Parameters<Check['judge']>[2]): boolean {
  const metadata = observations.find(({ case: testCase }) => testCase.variant === 'metadata')?.probes[0]?.reply?.body ?? '';
  const [, listed] = /"token_endpoint_auth_methods_supported"\s*:\s*\[([^\]]*)\]/.exec(metadata) ?? [];
  return listed === undefined || listed.includes('"client_secret_basic"');
}

/** How a client is refused. @see RFC 6749 §5.2 */
const refusing: ReadonlySet<number> = new Set([400, 401, 403]);

/** The body of a refusal without what is new in each answer: the id that was sent, times, ids of requests. */
function comparable(evidence: Evidence, steady: (reply: Reply) => string): string {
  const sent = [...(evidence.request.body ?? '').matchAll(/client_id=([^&]+)/g)].map(([, id]) => decodeURIComponent(id!));
  const plain = sent.reduce((text, id) => text.replaceAll(id, 'CLIENT'), steady(replyOf(evidence)));
  return plain.replace(/"(?:[\w-]*(?:_id|Id|time|timestamp|trace)[\w-]*)"\s*:\s*(?:"[^"]*"|\d+)/gi, '""');
}
