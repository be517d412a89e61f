import type { oauthClientsRequirements as rows } from '../../../../spec/catalogue/oauth/clients.ts';
import { headerValues } from '../../../../spec/message.ts';
import { excerpt, expectStatus, replyOf } from '../../../expectations/response.ts';
import { errorOf, errorOrStatus, expectNoTokens, expectTokenError, memberAt } from '../../../expectations/oauth.ts';
import { steadyPart } from '../../../expectations/steady.ts';
import { inconclusive, notApplicable, type AnyCheck, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import type { Reply } from '../../../http/target.ts';
import type { MismatchCode } from '../../../words/words.ts';
import { judging, observationOf, unless, type CodeFlowRecord } from './judging.ts';

/** Whether the error shows that the client was authenticated. */
function isAuthenticated(evidence: Evidence): boolean {
  const { status } = replyOf(evidence);
  const error = errorOf(evidence);
  return status !== 401 && error !== 'invalid_client' && error !== 'invalid_request' && error !== 'unauthorized_client';
}

/** The client was not authenticated. */
function expectNotAuthenticated(evidence: Evidence, code: MismatchCode): readonly Mismatch[] {
  const tokens = expectNoTokens(evidence);
  if (tokens.length > 0) return tokens;
  return unless(replyOf(evidence).status >= 400 && !isAuthenticated(evidence), {
    code,
    at: memberAt('error'),
    expected: { kind: 'one-of', values: ['invalid_client', 'invalid_request'] },
    actual: errorOrStatus(evidence),
    exchange: evidence.id,
  });
}

export const oauthClientsChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/wrong-client-secret': judging(
    ['wrong-secret', 'no-secret', 'wrong-secret-first'],
    (observation) => {
      if (observation.kind === 'wrong-secret-first') return expectNoTokens(observation.probes.wrong);
      const { kind, probes } = observation;
      return expectTokenError(probes.response, kind === 'no-secret' ? ['invalid_client', 'invalid_request'] : ['invalid_client']);
    },
    { tolerates: ['control'] },
  ),
  'oauth/code-after-wrong-secret': judging(['wrong-secret-first'], ({ facts, probes: { right } }) => {
    if (facts.accepted) return notApplicable({ code: 'wrong-secret-accepted', requirement: 'oauth/wrong-client-secret' });
    return unless(facts.kept, {
      code: 'code-used-up-by-wrong-secret',
      at: memberAt('access_token'),
      expected: { kind: 'form', form: 'json-string' },
      actual: errorOrStatus(right),
      exchange: right.id,
    });
  }),
  'oauth/basic-authentication': judging(['basic'], ({ probes: { response } }, _, record) => {
    if (!listsBasic(record)) return notApplicable({ code: 'basic-not-listed' });
    if (isAuthenticated(response)) return [];
    const body = excerpt(replyOf(response).body);
    if (/registered|auth(?:entication)?[_ ]method/i.test(body))
      return notApplicable({ code: 'client-uses-other-authentication', response: body });
    return [
      {
        code: 'basic-rejected',
        at: memberAt('error'),
        expected: { kind: 'one-of', values: ['invalid_grant'] },
        actual: errorOrStatus(response),
        exchange: response.id,
      },
    ];
  }),
  'oauth/basic-challenge': judging(['basic-wrong'], ({ probes: { response } }) => {
    const wrongStatus = expectStatus(response, [401]);
    if (wrongStatus.length > 0) return wrongStatus;
    const challenges = headerValues(replyOf(response).headers, 'www-authenticate').join(', ');
    const pattern = String.raw`(?:^|[\s,])basic(?:[\s,]|$)`;
    if (new RegExp(pattern, 'i').test(challenges)) return expectTokenError(response, ['invalid_client']);
    return [
      {
        code: 'no-basic-challenge',
        at: '$response.header.WWW-Authenticate',
        expected: { kind: 'matches', pattern, flags: 'i', example: 'Basic' },
        ...(challenges !== '' && { actual: challenges }),
        exchange: response.id,
      },
    ];
  }),
  'oauth/unknown-client': judging(['unknown-id', 'basic-unknown'], ({ probes: { response, again, wrongSecret } }) => {
    const [one, other] = [replyOf(response), replyOf(wrongSecret)];
    if (!rejections.has(other.status)) return inconclusive({ code: 'no-rejected-secret' });
    const found = { code: 'unknown-client-revealed', exchange: response.id } as const;
    const same = { kind: 'same-as', exchange: wrongSecret!.id } as const;
    if (one.status !== other.status)
      return [{ ...found, at: '$statusCode', expected: { ...same, value: other.status }, actual: one.status }];
    const steady = steadyPart(one, replyOf(again));
    if (!steady) return inconclusive({ code: 'unsteady-rejections' });
    const [expected, actual] = [comparable(wrongSecret!, steady), comparable(response, steady)];
    return unless(expected === actual, {
      ...found,
      at: '$response.body',
      expected: { ...same, value: excerpt(expected) },
      actual: excerpt(actual),
    });
  }),
  'oauth/multiple-client-authentication': judging(
    ['two-authentications'],
    ({ probes: { response } }) => expectNotAuthenticated(response, 'two-authentications-accepted'),
    { control: 'required' },
  ),
  'oauth/secret-in-url': judging(
    ['secret-in-url'],
    ({ probes: { response } }) => expectNotAuthenticated(response, 'secret-in-url-accepted'),
    { control: 'required' },
  ),
};

/** Whether the metadata, if there are any, list HTTP Basic. */
function listsBasic(record: CodeFlowRecord): boolean {
  const metadata = observationOf(record, 'metadata')?.probes.response.reply?.body ?? '';
  const [, listed] = /"token_endpoint_auth_methods_supported"\s*:\s*\[([^\]]*)\]/.exec(metadata) ?? [];
  return listed === undefined || listed.includes('"client_secret_basic"');
}

/** The statuses that reject a client. @see RFC 6749 §5.2 */
const rejections: ReadonlySet<number> = new Set([400, 401, 403]);

/** The body of a rejection without what differs in each: the client id of the request, times, ids of requests. */
function comparable(evidence: Evidence, steady: (reply: Reply) => string): string {
  const sent = [...(evidence.request.body ?? '').matchAll(/client_id=([^&]+)/g)].map(([, id]) => decodeURIComponent(id!));
  const plain = sent.reduce((body, id) => body.replaceAll(id, 'CLIENT'), steady(replyOf(evidence)));
  return plain.replace(/"(?:[\w-]*(?:_id|Id|time|timestamp|trace)[\w-]*)"\s*:\s*(?:"[^"]*"|\d+)/gi, '""');
}
