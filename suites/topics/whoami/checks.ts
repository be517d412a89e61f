import type { whoamiRequirements as rows } from '../../../spec/catalogue/whoami.ts';
import type { Contract, ResponsePlace } from '../../../spec/contract.ts';
import { expectDocumentedBody, expectStatus, replyOf } from '../../expectations/answer.ts';
import type { Observation } from '../../engine/evidence.ts';
import { textOf, valueAtPlace } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import {
  describes,
  inconclusive,
  notApplicable,
  operationIn,
  type Check,
  type Judgement,
  type CheckContext,
  type AnyMismatch,
} from '../../engine/check.ts';
import { badCredentialStatuses } from '../../expectations/refusals.ts';
import { whoamiScenario } from './whoami.ts';

const selfTest = (contract: Contract) => contract.whoami !== undefined || 'the document has no operation that tells a caller who it is';
const live: NonNullable<Check['of']> = ({ variant }) => variant === 'live';

/** Judges what the self-test says; what it does not say because it refused is another requirement's matter. */
const confirmed =
  (judge: (observation: Observation, context: CheckContext) => Judgement): Check['judge'] =>
  (take, law) => {
    const { status } = replyOf(take.probes[0]);
    return status >= 200 && status < 300 ? judge(take, law) : inconclusive(`the self-test answered with ${status}`);
  };

export const whoamiChecks: { readonly [id in keyof typeof rows]: Check } = {
  'whoami/valid-credential': {
    scenario: whoamiScenario,
    applies: selfTest,
    of: live,
    judge: ({ probes: [probe], case: testCase }, { contract }) => {
      if (replyOf(probe).status === 403) return notApplicable('refused with 403: see whoami/no-scope-required');
      return expectStatus(probe!, [operationIn(contract, testCase)!.success.status]);
    },
  },
  'whoami/body': {
    scenario: whoamiScenario,
    applies: (contract) => {
      const operation = contract.operations.find(({ id }) => id === contract.whoami?.operation);
      return operation ? describes([operation.success], 'the self-test') : selfTest(contract);
    },
    of: live,
    judge: confirmed(({ probes: [probe], case: testCase }, context) =>
      expectDocumentedBody(context, probe!, operationIn(context.contract, testCase)!.success),
    ),
  },
  'whoami/scopes': {
    scenario: whoamiScenario,
    applies: (contract) => contract.whoami?.scopes !== undefined || 'the document has no self-test that lists scopes',
    of: live,
    judge: confirmed(({ probes: [probe], case: testCase }, { contract, principals }) => {
      const place = contract.whoami!.scopes!;
      const principal = principals.all.find(({ name }) => name === testCase.principal)!;
      const actual = valueAtPlace(place, replyOf(probe));
      const listed = Array.isArray(actual) ? actual.map(String).sort().join(', ') : undefined;
      const accepted = [principal.scopes, [...principals.granted(principal)]].map((scopes) => [...scopes].sort().join(', '));
      if (listed !== undefined && accepted.includes(listed)) return [];
      return [
        {
          reason: 'other scopes',
          where: place.expression,
          expected: accepted[0] || 'none',
          actual: listed ?? textOf(actual),
        },
      ];
    }),
  },
  'whoami/limits': {
    scenario: whoamiScenario,
    applies: (contract) =>
      pairsOf(contract).length > 0 || (contract.whoami ? 'the self-test does not report limits in both places' : selfTest(contract)),
    of: live,
    judge: confirmed(({ probes: [probe] }, { contract }) => {
      const both = pairsOf(contract).map((pair) => pair.map((place) => ({ place, value: valueAtPlace(place, replyOf(probe)) })));
      if (both.every(([, header]) => header!.value === undefined)) return inconclusive('there is no header to compare with');
      return both.flatMap(([body, header]): readonly AnyMismatch[] => {
        if (header!.value === undefined || textOf(body!.value) === textOf(header!.value)) return [];
        const expected = `${textOf(header!.value)}, as ${header!.place.expression}`;
        return [{ reason: 'body and header differ', where: body!.place.expression, expected, actual: textOf(body!.value) }];
      });
    }),
  },
  'whoami/invalid-credential': {
    scenario: whoamiScenario,
    applies: selfTest,
    of: ({ variant }) => variant !== 'live',
    control: 'required',
    judge: ({ probes: [probe], case: testCase }, { contract }) =>
      expectStatus(probe!, badCredentialStatuses(contract, operationIn(contract, testCase)!)),
  },
  'whoami/no-scope-required': {
    scenario: whoamiScenario,
    applies: selfTest,
    of: live,
    judge: ({ probes: [probe] }) => {
      const reply = replyOf(probe);
      if (reply.status === 403) return [{ reason: 'refused for want of a scope', where: '$statusCode', expected: '200', actual: '403' }];
      return isSuccess({ reply }) ? [] : inconclusive(`the self-test answered with ${reply.status}`);
    },
  },
};

/** Each value that the self-test states both in its body and in its header. */
function pairsOf({ whoami, rateLimit }: Contract): readonly (readonly [ResponsePlace, ResponsePlace])[] {
  return (['limit', 'remaining', 'reset'] as const).flatMap((value) => {
    const body = whoami?.[value];
    const header = rateLimit[value].find((place) => place.header !== undefined);
    return body && header ? [[body, header] as const] : [];
  });
}
