import { check, type AnyCheck, type Judgement, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { errorOrStatus, expectNoTokens, memberAt } from '../../../expectations/oauth.ts';
import type { Objection, OtherGrant } from '../../../oauth/other-grants.ts';
import type { Expectation } from '../../../result/expectation.ts';
import { otherFlows } from '../other-flows.ts';
import { declaresGrant } from './judging.ts';
import { expectServed } from './served.ts';
import { redirectedElsewhere, queryParameter, wrongParameter } from './redirect.ts';

/** Runs a flow: tokens first, then the API. */
const otherFlow = (grant: OtherGrant): AnyCheck =>
  check(otherFlows, {
    applies: declaresGrant(grant),
    of: (testCase) => testCase.grant === grant && !testCase.byGet,
    judge: ({ facts, probes: { responses, call } }, { contract }): Judgement => {
      const [first] = responses;
      if (!facts?.granted) return [noToken(grant, first)];
      const { objection } = facts;
      if (objection) return [mismatchOf(objection, responses)];
      return call ? expectServed(call, contract) : [];
    },
  });

/** The redirect or the response has no access token. */
function noToken(grant: OtherGrant, response: Evidence | undefined): Mismatch {
  if (grant === 'implicit' && response?.reply) return wrongParameter('no-access-token', response, { name: 'access_token' });
  return {
    code: 'no-access-token',
    at: memberAt('access_token'),
    expected: { kind: 'form', form: 'json-string' },
    ...(response?.reply && { actual: errorOrStatus(response) }),
    ...(response && { exchange: response.id }),
  };
}

function mismatchOf({ code, exchange, actual }: Objection, responses: readonly Evidence[]): Mismatch {
  const response = responses.find(({ id }) => id === exchange) ?? responses[0]!;
  switch (code) {
    case 'certified-client-objects':
      return { code, expected: { kind: 'condition', condition: 'certified-client-accepts' }, actual, exchange };
    case 'not-pending': {
      const expected: Expectation = { kind: 'one-of', values: ['authorization_pending', 'slow_down'] };
      return { code, at: memberAt('error'), expected, actual, exchange };
    }
    case 'token-in-query':
      return {
        code,
        at: '$response.header.Location',
        expected: { kind: 'matches', pattern: '#(?:.*&)?access_token=', example: 'a fragment with access_token' },
        actual,
        exchange,
      };
    case 'redirected-elsewhere':
      return redirectedElsewhere(response);
    case 'no-token-type':
      return wrongParameter(code, response, { name: 'token_type' });
    default:
      return wrongParameter(code, response, { name: 'state', values: [queryParameter(response, 'state')] });
  }
}

export const otherFlowChecks = {
  'oauth/client-credentials-flow': otherFlow('clientCredentials'),
  'oauth/password-flow': otherFlow('password'),
  'oauth/implicit-flow': otherFlow('implicit'),
  'oauth/device-flow': otherFlow('deviceAuthorization'),
  'oauth/token-by-get': check(otherFlows, {
    applies: (contract) =>
      [declaresGrant('clientCredentials'), declaresGrant('password')].some((applies) => applies(contract) === true) ||
      'the document declares neither a client credentials nor a password flow',
    of: ({ byGet }) => byGet === true,
    control: 'required',
    judge: ({ probes: { responses } }): Judgement => responses.slice(0, 1).flatMap(expectNoTokens),
  }),
} as const;
