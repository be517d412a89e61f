import type { abuseRequirements as rows } from '../../../spec/catalogue/abuse.ts';
import type { Contract } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import { expectStatus, replyOf } from '../../expectations/response.ts';
import { countedTogether } from '../../expectations/counting.ts';
import { expectNoInternals, expectNoVersions } from '../../expectations/leaks.ts';
import { expectNoData, servedData, type ServedData } from '../../expectations/protected.ts';
import { quotaChanges } from '../../expectations/rate-fields.ts';
import { readsAsBefore, unchanged } from '../../expectations/steady.ts';
import { probesOf, type Evidence, type Observation } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Settings } from '../../engine/settings.ts';
import { anySecured, check, inconclusive, notApplicable, type AnyCheck, type Judgement } from '../../engine/check.ts';
import { corsOrigins } from './cors-origins.ts';
import { equivalentRequests } from './equivalent-requests.ts';
import { passive } from '../../engine/scenario.ts';
import { attemptOf, otherAccounts, type OtherAccountFacts } from './other-accounts.ts';
import { sameResponse, servedAlike } from './unknown-id.ts';
import { undeclaredChanges } from './undeclared-changes.ts';

/** The most mismatches of one scenario that are kept. */
const most = 5;

const hasObjects = (contract: Contract): true | string =>
  contract.collections.some(({ read }) => read !== undefined) || 'the document has no objects that can be created and read';

/** Whether an account has objects of its own: the configuration can say that accounts share all of them. */
const hasOwnObjects = (contract: Contract, settings?: Pick<Settings, 'objects'>): true | string =>
  settings?.objects === 'shared' ? 'the configuration says that all accounts share their objects (objects: shared)' : hasObjects(contract);

/** The other account can list and read the object: the tester says in the configuration whether that is intended. */
const shared = (facts: OtherAccountFacts | undefined): Judgement | undefined =>
  facts?.readable && facts.listed
    ? inconclusive(
        { code: 'objects-shared' },
        { what: 'the answer that all accounts share their objects, if they do', key: 'objects: shared' },
      )
    : undefined;

const isRejected = ({ reply }: Evidence) => reply !== undefined && reply.status >= 400;
const noError = notApplicable({ code: 'nothing-to-check', what: 'error response' });
const tolerates = ['trouble', '429', '5xx', 'control'] as const;

const collected = new WeakMap<object, ServedData>();

/** What the successes of a run contained: collected once for all scenarios. */
function servedIn(contract: Contract, observations: readonly Observation[]): ServedData {
  const known =
    collected.get(observations) ??
    servedData(
      contract,
      observations.flatMap(({ probes }) => probes),
    );
  collected.set(observations, known);
  return known;
}

export const abuseChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'abuse/foreign-object-access': check(otherAccounts, {
    applies: hasOwnObjects,
    of: ({ kind }) => kind !== 'list',
    control: 'required',
    judge: ({ probes, facts }) => {
      const { call, unknownId, unknownIdAgain } = attemptOf(probes);
      const { status } = replyOf(call);
      const alike = servedAlike(call, unknownId, unknownIdAgain);
      if (alike === undefined) return inconclusive({ code: 'unknown-id-served' });
      if (alike) return notApplicable({ code: 'unknown-id-alike' });
      if (isSuccess(call)) return shared(facts) ?? expectStatus(call, [404, 403]);
      if (status === 401 || status < 400) return expectStatus(call, [404, 403]);
      return status === 403 || status === 404 || status === 410
        ? []
        : inconclusive({ code: 'request-rejected', status }, { what: 'examples in the document that the target accepts' });
    },
  }),
  'abuse/foreign-object-changes': check(otherAccounts, {
    applies: hasOwnObjects,
    of: ({ kind }) => kind === 'change',
    judge: ({ probes, facts }) => {
      const { call, unknownId, unknownIdAgain, before, after, again } = attemptOf(probes);
      if (!before || !after || !again) throw new Error('the object was not read around the change');
      const common = isSuccess(call) ? shared(facts) : undefined;
      if (servedAlike(call, unknownId, unknownIdAgain) === false) return common ?? unchanged({ before, rejected: call, after, again });
      // The response is the same without an object, so only the object shows what the change did.
      const changes = readsAsBefore(before, after, again);
      return Array.isArray(changes) && changes.length > 0 ? (common ?? changes) : changes;
    },
  }),
  'abuse/foreign-objects-in-lists': check(otherAccounts, {
    applies: (contract, settings) => {
      const listable = contract.collections.some(({ read, list }) => read !== undefined && list !== undefined);
      return listable ? hasOwnObjects(contract, settings) : 'the document has no lists of objects that can be created and read';
    },
    of: ({ kind }) => kind === 'list',
    control: 'required',
    judge: ({ probes: { list }, facts }) => {
      if (facts && !facts.showsIds) return notApplicable({ code: 'list-without-ids' });
      if (!facts?.ownListed) return inconclusive({ code: 'object-not-in-own-list' });
      if (!facts.listed) return [];
      const expected = { kind: 'condition', condition: 'own-objects-only' } as const;
      const actual = 'an object of another account';
      const exchange = list && { exchange: list.id };
      return shared(facts) ?? [{ code: 'foreign-object-listed', at: '$response.body', expected, actual, ...exchange }];
    },
  }),
  'abuse/foreign-object-existence': check(otherAccounts, {
    applies: hasOwnObjects,
    of: ({ kind }) => kind !== 'list',
    judge: ({ probes }) => {
      const { call, unknownId, unknownIdAgain } = attemptOf(probes);
      if ([call, unknownId, unknownIdAgain].some(isSuccess)) return notApplicable({ code: 'not-rejected' });
      const malformed = [400, 422].includes(replyOf(unknownId).status) && [403, 404].includes(replyOf(call).status);
      if (malformed) return notApplicable({ code: 'unknown-id-malformed' });
      return sameResponse(call, unknownId, unknownIdAgain);
    },
  }),
  'abuse/undeclared-method-changes': check(undeclaredChanges, {
    applies: hasObjects,
    tolerates: ['5xx'],
    judge: ({ probes: { before, after, again } }) => readsAsBefore(before, after, again),
  }),
  'abuse/cors-credentials': check(corsOrigins, {
    applies: () => true,
    judge: ({ probes: { call }, case: { origin } }) => {
      const { headers } = replyOf(call);
      const allowed = headerValue(headers, 'access-control-allow-origin')?.trim();
      const credentials = headerValue(headers, 'access-control-allow-credentials')?.trim();
      if (credentials !== 'true' || allowed === undefined || (allowed !== origin && allowed !== '*')) return [];
      const at = '$response.header.Access-Control-Allow-Origin';
      const expected = { kind: 'excludes', items: [allowed] } as const;
      return [{ code: 'foreign-origin-allowed', at, expected, actual: allowed, exchange: call.id }];
    },
  }),
  'abuse/data-in-rejections': check(passive, {
    tolerates,
    applies: anySecured,
    judge: ({ probes }, { contract }, { observations }) => {
      if (!probes.some(isRejected)) return noError;
      const served = servedIn(contract, observations);
      return probes.flatMap((evidence) => expectNoData(evidence, contract, served)).slice(0, most);
    },
  }),
  'abuse/error-details': check(passive, {
    tolerates,
    applies: anySecured,
    judge: ({ probes }) => (probes.some(isRejected) ? probes.flatMap(expectNoInternals).slice(0, most) : noError),
  }),
  'abuse/version-disclosure': check(passive, {
    tolerates,
    applies: anySecured,
    judge: ({ probes }) => (probes.some(isRejected) ? probes.flatMap(expectNoVersions).slice(0, most) : noError),
  }),
  'abuse/quota-bypass': check(equivalentRequests, {
    applies: (contract) => contract.rateLimit.remaining.length > 0 || 'the document declares no header for the remaining count',
    tolerates: ['5xx'],
    judge: (observation, context) => {
      const { first, respelled, last } = observation.probes;
      const unserved = respelled.find((call) => !isSuccess(call));
      if (unserved) return notApplicable({ code: 'spelling-not-served', status: replyOf(unserved).status });
      if (!isSuccess(first) || !isSuccess(last)) return inconclusive({ code: 'ordinary-call-not-served' });
      const [ordinary] = quotaChanges(observation.controls, context.contract);
      if (ordinary && !ordinary.moved && ordinary.fell < 1) return notApplicable({ code: 'remaining-does-not-fall' });
      return countedTogether({ case: observation.case, probes: probesOf(observation) }, context);
    },
  }),
};
