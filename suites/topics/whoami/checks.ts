import type { whoamiRequirements as rows } from '../../../spec/catalogue/whoami.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { ResponsePlace } from '../../../spec/quotas.ts';
import { expectDocumentedBody, expectStatus, replyOf } from '../../expectations/response.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { valueAtPlace } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import {
  check,
  describes,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type Mismatch,
  type Undecided,
} from '../../engine/check.ts';
import { badCredentialStatuses } from '../../expectations/error-responses.ts';
import { whoamiScenario, type WhoamiCase } from './whoami.ts';
import { valueText } from '../../expectations/times.ts';

const declared = (contract: Contract) => contract.whoami !== undefined || 'the document has no whoami operation';
const live = ({ kind }: WhoamiCase) => kind === 'live';

/** Only a success has something to check; whether a rejection is right is checked elsewhere. */
function notServed(call: Evidence): Undecided | undefined {
  return isSuccess(call) ? undefined : inconclusive({ code: 'whoami-not-served', status: replyOf(call).status });
}

export const whoamiChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'whoami/valid-credential': check(whoamiScenario, {
    applies: declared,
    of: live,
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const { status } = replyOf(call);
      if (status === 403) return notApplicable({ code: 'rejected-for-scope', status, see: 'whoami/no-scope-required' });
      return expectStatus(call, [operationIn(contract, testCase)!.success.status]);
    },
  }),
  'whoami/body': check(whoamiScenario, {
    applies: (contract) => {
      const operation = contract.operations.find(({ id }) => id === contract.whoami?.operation);
      return operation ? describes([operation.success], 'the whoami operation') : declared(contract);
    },
    of: live,
    judge: ({ probes: { call }, case: testCase }, context) =>
      notServed(call) ?? expectDocumentedBody(context, call, operationIn(context.contract, testCase)!.success),
  }),
  'whoami/scopes': check(whoamiScenario, {
    applies: (contract) => contract.whoami?.scopes !== undefined || 'the document has no whoami operation that lists scopes',
    of: live,
    judge: ({ probes: { call }, case: testCase }, { contract, principals }) => {
      const undecided = notServed(call);
      if (undecided) return undecided;
      const place = contract.whoami!.scopes!;
      const principal = principals.all.find(({ name }) => name === testCase.principal)!;
      const actual = valueAtPlace(place, replyOf(call));
      const listed = Array.isArray(actual) ? actual.map(String).sort().join(', ') : undefined;
      const accepted = [principal.scopes, [...principals.granted(principal)]].map((scopes) => [...scopes].sort().join(', '));
      if (listed !== undefined && accepted.includes(listed)) return [];
      return [
        {
          code: 'wrong-scopes-listed',
          at: place.expression,
          expected: { kind: 'exactly', items: [...principal.scopes].sort() },
          ...(actual !== undefined && { actual }),
          exchange: call.id,
        },
      ];
    },
  }),
  'whoami/limits': check(whoamiScenario, {
    applies: (contract) =>
      pairsOf(contract).length > 0 || (contract.whoami ? 'the whoami operation does not report limits in both places' : declared(contract)),
    of: live,
    judge: ({ probes: { call } }, { contract }) => {
      const undecided = notServed(call);
      if (undecided) return undecided;
      const pairs = pairsOf(contract).map(({ body, header }) => ({ body, header, value: valueAtPlace(header, replyOf(call)) }));
      if (pairs.every(({ value }) => value === undefined)) return inconclusive({ code: 'no-header-to-compare' });
      return pairs.flatMap(({ body, header, value }): readonly Mismatch[] => {
        const actual = valueAtPlace(body, replyOf(call));
        if (value === undefined || valueText(actual) === valueText(value)) return [];
        return [
          {
            code: 'body-header-differ',
            at: body.expression,
            expected: { kind: 'same-as', exchange: call.id, value, at: header.expression },
            ...(actual !== undefined && { actual }),
            exchange: call.id,
          },
        ];
      });
    },
  }),
  'whoami/invalid-credential': check(whoamiScenario, {
    applies: declared,
    of: ({ kind }) => kind !== 'live',
    control: 'required',
    judge: ({ probes: { call }, case: testCase }, { contract }) =>
      expectStatus(call, badCredentialStatuses(contract, operationIn(contract, testCase)!)),
  }),
  'whoami/no-scope-required': check(whoamiScenario, {
    applies: declared,
    of: live,
    judge: ({ probes: { call } }) => {
      const { status } = replyOf(call);
      if (status !== 403) return notServed(call) ?? [];
      return [
        {
          code: 'scope-required',
          at: '$statusCode',
          expected: { kind: 'one-of', values: [200] },
          actual: status,
          exchange: call.id,
        },
      ];
    },
  }),
};

/** Each value that the whoami operation reports both in its body and in a header. */
function pairsOf({ whoami, rateLimit }: Contract): readonly { readonly body: ResponsePlace; readonly header: ResponsePlace }[] {
  return (['limit', 'remaining', 'reset'] as const).flatMap((value) => {
    const body = whoami?.[value];
    const header = rateLimit[value].find((place) => place.header !== undefined);
    return body && header ? [{ body, header }] : [];
  });
}
