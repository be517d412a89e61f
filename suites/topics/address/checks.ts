import type { addressRequirements as rows } from '../../../spec/catalogue/address.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectDocumentedBody, expectDocumentedWords, expectStatus, hasWords, replyOf } from '../../expectations/answer.ts';
import { steps } from '../../expectations/rate-fields.ts';

import type { Evidence, Observation } from '../../engine/evidence.ts';
import { knowsLists } from '../../principals/origin.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import {
  type Recorded,
  check,
  describes,
  inconclusive,
  notApplicable,
  operationIn,
  type Check,
  type Judgement,
  type CheckContext,
} from '../../engine/check.ts';
import { allowlistEdges } from './allowlist-edges.ts';
import { blockedAddress } from './blocked-address.ts';
import { forwardedAddress } from './forwarded-address.ts';
import { rejectedChanges, unchangedObject } from '../scopes/rejected-changes.ts';
import { unchargedRejections } from '../limits/uncharged-rejections.ts';

const both = (one: true | string, other: true | string): true | string => (one === true ? other : one);
const isVariant =
  (...words: readonly string[]): NonNullable<Check['of']> =>
  ({ variant = '' }) =>
    words.includes(variant.split(' ')[0]!);
const unlisted = isVariant('unlisted');

export const addressChecks: { readonly [id in keyof typeof rows]: Check } = {
  'address/unlisted': {
    scenario: blockedAddress,
    applies: knowsLists,
    control: 'required',
    tolerates: ['trouble'],
    judge: (observation, { contract }) => {
      const [probe] = observation.probes;
      if (probe!.trouble) return silence(probe!) ?? [];
      const { status } = replyOf(probe);
      if (status === 401 && observation.facts?.['alive'] !== true && contract.ipBlocked.status !== 401) {
        const why = 'refused with 401, as a credential that does not exist would be';
        return inconclusive(why, 'a principal with from and here: true, whose list holds this machine’s address (principals)');
      }
      return expectStatus(probe!, [
        contract.ipBlocked.status,
        401,
        ...(operationIn(contract, observation.case)!.path.includes('{') ? [404] : []),
      ]);
    },
  },
  'address/rejection-body': {
    scenario: blockedAddress,
    applies: (contract) => both(knowsLists(contract), describes([contract.ipBlocked], 'the refusal of an address')),
    tolerates: ['trouble', 'control'],
    judge: (observation, context) => {
      const [probe] = observation.probes;
      const undecided = probe!.trouble && silence(probe!);
      if (undecided) return undecided;
      if (probe!.trouble) return unanswered(observation, context.contract);
      return otherwise(probe!, context.contract) ?? expectDocumentedBody(context, probe!, context.contract.ipBlocked);
    },
  },
  'address/rejection-message': {
    scenario: blockedAddress,
    applies: (contract) => both(knowsLists(contract), hasWords(contract.ipBlocked) || 'the document gives no example of it'),
    tolerates: ['trouble', 'control'],
    judge: ({ probes: [probe] }, context) => {
      if (probe!.trouble) return silence(probe!) ?? notApplicable('a blocked address is not answered: there are no words');
      return otherwise(probe!, context.contract) ?? expectDocumentedWords(context, probe!, context.contract.ipBlocked);
    },
  },
  'address/listed': {
    scenario: allowlistEdges,
    applies: knowsLists,
    of: isVariant('listed'),
    tolerates: ['trouble'],
    judge: served,
  },
  'address/range-boundaries': {
    scenario: allowlistEdges,
    applies: knowsLists,
    of: isVariant('inside', 'outside'),
    tolerates: ['trouble'],
    judge: (observation, context, record) => {
      if (observation.case.variant!.startsWith('inside')) return served(observation, context, record);
      const [probe] = observation.probes;
      if (observation.controls.length === 0) return inconclusive('nobody without a list was served from the same address');
      if (probe!.trouble) return silence(probe!) ?? [];
      if (!isSuccess(probe!)) return [];
      const expected = `a refusal of ${observation.case.variant!.split(' ')[1]}`;
      return [{ reason: 'an address next to the list is served', where: '$statusCode', expected, actual: String(replyOf(probe).status) }];
    },
  },
  'address/no-allowlist': {
    scenario: allowlistEdges,
    applies: knowsLists,
    of: isVariant('free'),
    tolerates: ['trouble'],
    judge: served,
  },
  'address/rejection-cost': {
    scenario: unchargedRejections,
    applies: (contract) =>
      both(knowsLists(contract), contract.rateLimit.remaining.length > 0 || 'the document declares no field for the remaining'),
    of: unlisted,
    tolerates: ['trouble'],
    judge: ({ probes }, { contract }) => {
      const [before, after, refusals] = [probes[0]!, probes.at(-1)!, probes.slice(1, -1)];
      const undecided = refusals.map((refusal) => refusal.trouble && silence(refusal)).find((found) => found !== undefined);
      if (undecided) return undecided;
      if (!before.reply || !after.reply) return inconclusive(`no answer: ${(before.trouble ?? after.trouble)?.says}`);
      if (refusals.some(isSuccess)) return notApplicable('not refused: see address/unlisted');
      if (!isSuccess(before) || !isSuccess(after)) return inconclusive('the call that should show what remains was refused');
      const [step] = steps([before, after], contract);
      if (!step || step.moved || step.fell < 1) return inconclusive('the remainder could not be compared');
      if (step.fell === 1) return [];
      const where = contract.rateLimit.remaining[0]!.expression;
      return [{ reason: 'refused requests were charged', where, expected: String(step.before - 1), actual: String(step.after) }];
    },
  },
  'address/rejection-side-effects': check(rejectedChanges, {
    applies: knowsLists,
    of: ({ kind }) => kind === 'unlisted',
    tolerates: ['trouble'],
    judge: (observation) => {
      const { before, change, after, again } = observation.probes;
      const silent = [before, after, again].find(({ trouble }) => trouble);
      if (silent) return inconclusive({ code: 'no-response', trouble: silent.trouble!.says });
      return (change.trouble && silence(change)) ?? unchangedObject(observation);
    },
  }),
  'address/forwarding-headers': {
    scenario: forwardedAddress,
    applies: knowsLists,
    control: 'required',
    tolerates: ['trouble'],
    judge: ({ probes: [plain, probe], case: testCase }) => {
      if (isSuccess(plain!)) return notApplicable('served without any field: see address/unlisted');
      const undecided = [plain!, probe!].map((one) => one.trouble && silence(one)).find((found) => found !== undefined);
      if (undecided) return undecided;
      if (!isSuccess(probe!)) return [];
      const expected = `${plain!.reply?.status ?? 'a closed connection'}, as without the field`;
      return [
        { reason: `the field is believed (${testCase.variant})`, where: '$statusCode', expected, actual: String(replyOf(probe).status) },
      ];
    },
  },
};

/** Why silence does not decide: only a connection that is closed on a request is a refusal, if an unfriendly one. */
function silence({ trouble }: Evidence): ReturnType<typeof inconclusive> | undefined {
  return trouble!.kind === 'closed' ? undefined : inconclusive(`no answer: ${trouble!.says}`);
}

/** The connection was closed where the document describes an answer; nothing is judged where nobody else was answered either. */
function unanswered({ controls }: Observation, { ipBlocked }: Contract): Judgement {
  if (!controls.some(isSuccess)) return inconclusive('nobody else was answered either');
  return [{ reason: 'the connection is closed instead', expected: `an answer with ${ipBlocked.status}`, actual: 'no answer' }];
}

/** Whether the status is the right one is another requirement's matter. */
function otherwise(probe: Evidence, { ipBlocked }: Contract): Judgement | undefined {
  const { status } = replyOf(probe);
  return status === ipBlocked.status ? undefined : notApplicable(`answered with ${status}: there is no ${ipBlocked.status} to judge`);
}

/** A request that no list stands against is served. */
function served({ probes: [probe], case: testCase }: Observation, _: CheckContext, { exchanges }: Recorded): Judgement {
  const expected = `a success for ${testCase.variant!.split(' ')[1] ?? 'this machine'}`;
  if (probe!.trouble?.kind === 'closed' && exchanges.some(isSuccess))
    return [{ reason: 'the connection is closed', expected, actual: probe!.trouble.says }];
  if (probe!.trouble) return inconclusive(`no answer: ${probe!.trouble.says}`);
  const { status } = replyOf(probe);
  const accepted = exchanges.some((exchange) => exchange.principal === testCase.principal && isSuccess(exchange));
  if (status === 401 && !accepted)
    return inconclusive(`the credential of ${testCase.principal} is accepted nowhere`, `principals.${testCase.principal}.secret`);
  if (status === 401 || status === 403 || status === 404)
    return [{ reason: 'refused, though no list stands against it', where: '$statusCode', expected, actual: String(status) }];
  return isSuccess(probe!) ? [] : inconclusive(`answered with ${status}: neither served nor refused for its address`);
}
