import type { addressRequirements as rows } from '../../../spec/catalogue/address.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectDocumentedBody, expectDocumentedWords, expectStatus, hasWords, replyOf } from '../../expectations/response.ts';
import { expectUncharged } from '../../expectations/rate-fields.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { knowsLists } from '../../principals/origin.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import {
  check,
  describes,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type Undecided,
  type CheckContext,
  type Judgement,
  type TypedRecord,
} from '../../engine/check.ts';
import { allowlistEdges, type AllowlistCase, type AllowlistProbes } from './allowlist-edges.ts';
import { blockedAddress } from './blocked-address.ts';
import { forwardedAddress } from './forwarded-address.ts';
import { rejectedChanges, unchangedObject } from '../scopes/rejected-changes.ts';
import { unchargedRejections } from '../limits/uncharged-rejections.ts';

const both = (one: true | string, other: true | string): true | string => (one === true ? other : one);
const ofKind =
  (...kinds: readonly AllowlistCase['kind'][]) =>
  ({ kind }: AllowlistCase) =>
    kinds.includes(kind);

export const addressChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'address/unlisted': check(blockedAddress, {
    applies: knowsLists,
    control: 'required',
    tolerates: ['trouble'],
    judge: ({ probes: { call }, facts, case: testCase }, { contract }) => {
      if (call.trouble) return noResponse(call) ?? [];
      const { status } = replyOf(call);
      if (status === 401 && facts?.alive !== true && contract.ipBlocked.status !== 401) {
        const needs = { what: 'a principal with from and here: true, whose allowlist contains this machine’s address', key: 'principals' };
        return inconclusive({ code: 'rejected-like-unknown-credential' }, needs);
      }
      return expectStatus(call, [contract.ipBlocked.status, 401, ...(operationIn(contract, testCase)!.path.includes('{') ? [404] : [])]);
    },
  }),
  'address/rejection-body': check(blockedAddress, {
    applies: (contract) => both(knowsLists(contract), describes([contract.ipBlocked], 'the rejection of an address')),
    tolerates: ['trouble', 'control'],
    judge: ({ probes: { call }, controls }, context) => {
      if (call.trouble) return noResponse(call) ?? closedOn(call, controls);
      return otherStatus(call, context.contract) ?? expectDocumentedBody(context, call, context.contract.ipBlocked);
    },
  }),
  'address/rejection-message': check(blockedAddress, {
    applies: (contract) => both(knowsLists(contract), hasWords(contract.ipBlocked) || 'the document gives no example of it'),
    tolerates: ['trouble', 'control'],
    judge: ({ probes: { call } }, context) => {
      if (call.trouble) return noResponse(call) ?? notApplicable({ code: 'closed-without-message' });
      return otherStatus(call, context.contract) ?? expectDocumentedWords(context, call, context.contract.ipBlocked);
    },
  }),
  'address/listed': check(allowlistEdges, {
    applies: knowsLists,
    of: ofKind('listed'),
    tolerates: ['trouble'],
    judge: expectServed,
  }),
  'address/range-boundaries': check(allowlistEdges, {
    applies: knowsLists,
    of: ofKind('inside', 'outside'),
    tolerates: ['trouble'],
    judge: (observation, context, record) => {
      const { case: testCase, controls, probes } = observation;
      const { call } = probes;
      if (testCase.kind === 'inside') return expectServed(observation, context, record);
      if (controls.length === 0) return inconclusive({ code: 'no-control-from-address' });
      if (call.trouble) return noResponse(call) ?? [];
      if (!isSuccess(call)) return [];
      return [
        {
          code: 'unlisted-address-served',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['4xx'] },
          actual: replyOf(call).status,
          exchange: call.id,
          details: addressOf(testCase),
        },
      ];
    },
  }),
  'address/no-allowlist': check(allowlistEdges, {
    applies: knowsLists,
    of: ofKind('free'),
    tolerates: ['trouble'],
    judge: expectServed,
  }),
  'address/rejection-cost': check(unchargedRejections, {
    applies: (contract) =>
      both(knowsLists(contract), contract.rateLimit.remaining.length > 0 || 'the document declares no header for the remaining requests'),
    of: ({ kind }) => kind === 'unlisted-address',
    tolerates: ['trouble'],
    judge: (observation, context) => {
      const { before, rejections, after } = observation.probes;
      const undecided = rejections.map(noResponse).find((found) => found !== undefined);
      if (undecided) return undecided;
      if (!before.reply || !after.reply)
        return inconclusive({ code: 'no-response', trouble: (before.trouble ?? after.trouble)?.message ?? '' });
      if (rejections.some(isSuccess)) return notApplicable({ code: 'address-not-rejected', requirement: 'address/unlisted' });
      if (!isSuccess(before) || !isSuccess(after)) return inconclusive({ code: 'count-not-readable' });
      return expectUncharged(observation, context) ?? inconclusive({ code: 'remaining-not-comparable' });
    },
  }),
  'address/rejection-side-effects': check(rejectedChanges, {
    applies: knowsLists,
    of: ({ kind }) => kind === 'unlisted',
    tolerates: ['trouble'],
    judge: (observation) => {
      const { before, change, after, again } = observation.probes;
      const silent = [before, after, again].find(({ trouble }) => trouble);
      if (silent) return inconclusive({ code: 'no-response', trouble: silent.trouble!.message });
      return noResponse(change) ?? unchangedObject(observation);
    },
  }),
  'address/forwarding-headers': check(forwardedAddress, {
    applies: knowsLists,
    control: 'required',
    tolerates: ['trouble'],
    judge: ({ probes: { plain, forwarded }, case: testCase }) => {
      if (isSuccess(plain)) return notApplicable({ code: 'address-not-rejected', requirement: 'address/unlisted' });
      const undecided = [plain, forwarded].map(noResponse).find((found) => found !== undefined);
      if (undecided) return undecided;
      if (!isSuccess(forwarded)) return [];
      return [
        {
          code: 'address-header-trusted',
          at: '$statusCode',
          expected: plain.reply
            ? { kind: 'same-as', exchange: plain.id, value: plain.reply.status }
            : { kind: 'status-class', classes: ['4xx'] },
          actual: replyOf(forwarded).status,
          exchange: forwarded.id,
          details: { header: testCase.header },
        },
      ];
    },
  }),
};

/** Why no response does not decide, if there is none: only a connection that is closed on a request rejects it. */
function noResponse({ trouble }: Evidence): Undecided | undefined {
  return trouble && trouble.kind !== 'closed' ? inconclusive({ code: 'no-response', trouble: trouble.message }) : undefined;
}

/** The connection was closed although the document describes a response; undecided if no other request got a response either. */
function closedOn(call: Evidence, controls: readonly Evidence[]): Judgement {
  if (!controls.some(isSuccess)) return inconclusive({ code: 'nothing-answered' });
  return [{ code: 'address-connection-closed', expected: { kind: 'condition', condition: 'response' }, exchange: call.id }];
}

/** Another requirement checks the status. */
function otherStatus(call: Evidence, { ipBlocked }: Contract): Judgement | undefined {
  const { status } = replyOf(call);
  return status === ipBlocked.status ? undefined : notApplicable({ code: 'other-status', status, wanted: ipBlocked.status });
}

/** A request that no allowlist excludes is served. */
function expectServed(
  { probes: { call }, case: testCase }: Observation<AllowlistCase, AllowlistProbes>,
  _: CheckContext,
  { exchanges }: Pick<TypedRecord, 'exchanges'>,
): Judgement {
  const { principal = '' } = testCase;
  if (call.trouble?.kind === 'closed' && exchanges.some(isSuccess))
    return [{ code: 'address-connection-closed', expected: { kind: 'condition', condition: 'response' }, exchange: call.id }];
  if (call.trouble) return inconclusive({ code: 'no-response', trouble: call.trouble.message });
  const { status } = replyOf(call);
  const accepted = exchanges.some((exchange) => exchange.principal === principal && isSuccess(exchange));
  if (status === 401 && !accepted)
    return inconclusive(
      { code: 'credential-never-accepted', principal },
      { what: 'a valid credential', key: `principals.${principal}.secret` },
    );
  if (status !== 401 && status !== 403 && status !== 404)
    return isSuccess(call) ? [] : inconclusive({ code: 'neither-served-nor-rejected', status });
  return [
    {
      code: 'permitted-address-rejected',
      at: '$statusCode',
      expected: { kind: 'status-class', classes: ['2xx'] },
      actual: status,
      exchange: call.id,
      details: addressOf(testCase),
    },
  ];
}

const addressOf = ({ address }: AllowlistCase) => (address === undefined ? {} : { address });
