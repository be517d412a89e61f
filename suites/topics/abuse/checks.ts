import type { abuseRequirements as rows } from '../../../spec/catalogue/abuse.ts';
import type { Contract, Json } from '../../../spec/contract.ts';
import { parseJson } from '../../../spec/json/json.ts';
import { headerValue } from '../../../spec/message.ts';
import { excerpt, expectStatus, replyOf } from '../../expectations/answer.ts';
import { countedTogether } from '../../expectations/counting.ts';
import { leakedInternals, leakedVersions } from '../../expectations/insides.ts';
import { steps } from '../../expectations/rate-fields.ts';
import { steadyPart } from '../../expectations/steady.ts';
import { readsAsBefore, unchanged } from '../../expectations/unchanged.ts';
import { passing } from '../../expectations/uniform.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import type { Reply } from '../../http/target.ts';
import { anySecured, inconclusive, notApplicable, type Check, type Judgement } from '../../engine/check.ts';
import { corsOrigins } from './cors-origins.ts';
import { equivalentRequests } from './equivalent-requests.ts';
import { passive } from '../../engine/scenario.ts';
import { otherAccounts } from './other-accounts.ts';
import { undeclaredChanges } from './undeclared-changes.ts';

const most = 5;
const collected = (contract: Contract): true | string =>
  contract.collections.some(({ read }) => read !== undefined) || 'the document has no objects that can be made and read';
const isList: NonNullable<Check['of']> = ({ operation }, { contract }) => contract.collections.some(({ list }) => list === operation);

/** The other account is shown the object and served it: nobody but a person can say whether that is meant. */
const shared = ({ facts }: Observation): Judgement | undefined =>
  facts?.['readable'] === true && facts['listed'] === true
    ? inconclusive(
        'another account is shown the object in its list and is served it: either accounts share these objects, or nothing keeps them apart',
        'somebody who knows whether these objects are shared',
      )
    : undefined;

const isRefused = ({ reply }: Evidence) => reply !== undefined && reply.status >= 400;
const unrefused = notApplicable('nothing was refused: there is no error to look into');

const everything = { scenario: passive, tolerates: ['trouble', '429', '5xx', 'control'] } as const;

export const abuseChecks: { readonly [id in keyof typeof rows]: Check } = {
  'abuse/foreign-object-access': {
    scenario: otherAccounts,
    applies: collected,
    of: (testCase, context) => !isList(testCase, context),
    control: 'required',
    judge: (observation) => {
      const [tried, ...nowhere] = observation.probes;
      const { status } = replyOf(tried);
      const alikeAll = servedAlike(tried!, nowhere);
      if (alikeAll === undefined) return inconclusive('an id that nobody has is served as well, and differently each time');
      if (alikeAll) return notApplicable('an id that nobody has is answered alike: nothing is served');
      if (isSuccess(tried!)) return shared(observation) ?? expectStatus(tried!, [404, 403]);
      if (status === 401 || status < 400) return expectStatus(tried!, [404, 403]);
      return status === 403 || status === 404 || status === 410
        ? []
        : inconclusive(
            `answered with ${status}: the request was refused, not the caller`,
            'examples in the document that the target accepts',
          );
    },
  },
  'abuse/foreign-object-changes': {
    scenario: otherAccounts,
    applies: collected,
    of: ({ variant }) => variant === 'change',
    judge: (observation) => {
      const [tried, nowhere, nowhereAgain, before, after, again] = observation.probes;
      if (servedAlike(tried!, [nowhere!, nowhereAgain!]) !== false) return readsAsBefore(before!, after!, again!);
      if (isSuccess(tried!)) return shared(observation) ?? inconclusive('the change was not refused');
      return unchanged({ ...observation, probes: [before!, tried!, after!, again!] });
    },
  },
  'abuse/foreign-objects-in-lists': {
    scenario: otherAccounts,
    applies: (contract) =>
      contract.collections.some(({ read, list }) => read !== undefined && list !== undefined) ||
      'the document has no lists of objects that can be made and read',
    of: isList,
    control: 'required',
    judge: (observation) => {
      const { facts } = observation;
      if (facts?.['shown'] !== true) return inconclusive('the object is not in the list of its owner either');
      if (facts['listed'] !== true) return [];
      const actual = 'the object of another account';
      return (
        shared(observation) ?? [{ reason: 'an object is listed that is refused', where: '$response.body', expected: 'own objects', actual }]
      );
    },
  },
  'abuse/foreign-object-existence': {
    scenario: otherAccounts,
    applies: collected,
    of: (testCase, context) => !isList(testCase, context),
    judge: ({ probes: [tried, ...nowhere] }) => {
      if ([tried!, ...nowhere.slice(0, 2)].some(isSuccess)) return notApplicable('it is not refused at all');
      const odd = [400, 422].includes(replyOf(nowhere[0]).status) && [403, 404].includes(replyOf(tried).status);
      if (odd) return notApplicable('the target takes no id of the form that was made up');
      return alike(tried!, nowhere);
    },
  },
  'abuse/undeclared-method-changes': {
    scenario: undeclaredChanges,
    applies: collected,
    tolerates: ['5xx'],
    judge: ({ probes: [, before, after, again] }) => readsAsBefore(before!, after!, again!),
  },
  'abuse/cors-credentials': {
    scenario: corsOrigins,
    applies: () => true,
    judge: ({ probes: [probe], facts }) => {
      const { headers } = replyOf(probe);
      const allowed = headerValue(headers, 'access-control-allow-origin')?.trim();
      const credentials = headerValue(headers, 'access-control-allow-credentials')?.trim();
      if (credentials !== 'true' || allowed === undefined || (allowed !== facts?.['origin'] && allowed !== '*')) return [];
      const where = '$response.header.Access-Control-Allow-Origin';
      return [{ reason: 'a foreign origin is trusted', where, expected: 'no such origin together with credentials', actual: allowed }];
    },
  },
  'abuse/error-details': {
    ...everything,
    applies: anySecured,
    judge: ({ probes }) => (probes.some(isRefused) ? probes.flatMap(leakedInternals).slice(0, most) : unrefused),
  },
  'abuse/version-disclosure': {
    ...everything,
    applies: anySecured,
    judge: ({ probes }) => (probes.some(isRefused) ? probes.flatMap(leakedVersions).slice(0, most) : unrefused),
  },
  'abuse/quota-bypass': {
    scenario: equivalentRequests,
    applies: (contract) => contract.rateLimit.remaining.length > 0 || 'the document declares no field for what remains',
    tolerates: ['5xx'],
    judge: (observation, context) => {
      const { probes } = observation;
      const spelt = probes.slice(1, -1);
      const unserved = spelt.find((probe) => !isSuccess(probe));
      if (unserved) return notApplicable(`answered with ${unserved.reply?.status}: this spelling is no way to the operation`);
      if (!isSuccess(probes[0]!) || !isSuccess(probes.at(-1)!)) return inconclusive('an ordinary call was not served');
      const [plain] = steps(observation.controls, context.contract);
      if (plain && !plain.moved && plain.fell < 1) return notApplicable('what remains does not fall between two ordinary calls either');
      return countedTogether(observation, context);
    },
  },
};

/** Whether an id that nobody has gets the same success, such as of a deletion of whatever there was; undefined where that cannot be told. */
function servedAlike(tried: Evidence, nowhere: readonly Evidence[]): boolean | undefined {
  if (!isSuccess(tried) || !isSuccess(nowhere[0]!)) return false;
  const differences = alike(tried, nowhere);
  return 'outcome' in differences ? undefined : differences.length === 0;
}

/** An answer that differs from those about an id that nobody has in nothing but that id and what is new in each answer. */
function alike(tried: Evidence, [nowhere, again]: readonly Evidence[]): Judgement {
  const [one, other] = [replyOf(tried), replyOf(nowhere)];
  const reason = 'the object is told from one that does not exist';
  if (one.status !== other.status)
    return [{ reason, where: '$statusCode', expected: `${other.status}, as for an id that nobody has`, actual: String(one.status) }];
  const steady = steadyPart(other, replyOf(again));
  if (!steady) return inconclusive('what is told of an id that nobody has is different each time');
  const [expected, actual] = [comparable(nowhere!, steady), comparable(tried, steady)];
  return expected === actual ? [] : [{ reason, where: '$response.body', expected: excerpt(expected), actual: excerpt(actual) }];
}

/** A refusal without its times and ids, and without the segments of the path, which hold the object's own. */
function comparable(evidence: Evidence, steady: (reply: Reply) => string): string {
  const segments = new URL(evidence.request.url).pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const plain = segments.reduce(
    (text, segment) => text.replace(new RegExp(`(?<![\\w-])${escapeForPattern(segment)}(?![\\w-])`, 'g'), '…'),
    steady(replyOf(evidence)),
  );
  try {
    return JSON.stringify(parseJson(plain), (name, value: Json) => (passing.test(name) ? undefined : value));
  } catch {
    return plain;
  }
}

const escapeForPattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
