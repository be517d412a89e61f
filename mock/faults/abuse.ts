import type { Json } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import { existence } from '../gates/existence.ts';
import { ledgerOf, limits } from '../gates/limits.ts';
import { success } from '../gates/success.ts';
import { validation } from '../gates/validation.ts';
import type { Role } from '../engine/law.ts';
import type { Visit } from '../engine/visit.ts';
import { after, answered, before, refused, undecided, withBody, withLine } from './bend.ts';
import type { Faults } from './fault.ts';

/** The same request by the account that owns the object in the path, if the caller does not own it. */
function asOwner(found: Visit): Visit | undefined {
  const { decision, caller, around } = found;
  if (decision?.gate !== 'existence' || caller === undefined || !decision.why.startsWith('no such object')) return undefined;
  return around.store
    .keys()
    .filter(({ account }) => account !== caller.account)
    .map((owner): Visit => existence.pass({ ...undecided(found), caller: owner }))
    .find((visit) => visit.decision === undefined);
}

/** Lets an operation of the given kind find objects of other accounts. */
const foreign = (does: Role['does'], change: (owned: Visit, found: Visit) => Visit) =>
  after('existence', (found) => {
    const owned = found.operation?.role?.does === does ? asOwner(found) : undefined;
    return owned ? change(owned, found) : found;
  });

/** Joins two lists without duplicates. */
function joined(one: Json, other: Json): Json {
  if (isList(one) && isList(other)) {
    const known = new Set(one.map((item) => JSON.stringify(item)));
    return [...one, ...other.filter((item) => !known.has(JSON.stringify(item)))];
  }
  if (!isObject(one) || !isObject(other)) return one;
  return Object.fromEntries(members(one).map(([name, value]) => [name, joined(value, other[name] ?? value)]));
}

const originOf = ({ arrival }: Visit) => headerValue(arrival.headers, 'Origin');
const trusting = (trusted: (origin: string, visit: Visit) => boolean) =>
  answered((answer, visit) => {
    const origin = originOf(visit);
    if (origin === undefined || !trusted(origin, visit)) return answer;
    return withLine(withLine(answer, 'Access-Control-Allow-Origin', origin), 'Access-Control-Allow-Credentials', 'true');
  });

/** Counts some requests separately from all others. */
const countingApart = (name: string, apart: (visit: Visit) => boolean) =>
  before('limits', (visit) => {
    const { caller } = visit;
    if (caller === undefined || !apart(visit)) return visit;
    return { ...visit, caller: { ...caller, account: `${caller.account} by ${name}`, name: `${caller.name} by ${name}` } };
  });

const withText = (text: string) =>
  refused('validation', (answer) =>
    answer.body.endsWith('}') ? withBody(answer, `${answer.body.slice(0, -1)},"debug":${JSON.stringify(text)}}`) : answer,
  );

export const abuse = {
  'objects-are-read-by-id-alone': {
    breaks: ['abuse/objects-of-others-are-refused'],
    says: 'Any account that knows an object’s id can read the object, although lists contain only the account’s own objects.',
    bend: foreign('read', (owned) => owned),
  },
  'objects-are-deleted-by-id-alone': {
    breaks: ['abuse/objects-of-others-are-refused'],
    says: 'Any caller that may delete its own objects can delete another account’s object by its id.',
    bend: foreign('remove', (owned) => owned),
  },
  'what-is-below-an-object-is-found-by-id-alone': {
    breaks: ['abuse/objects-of-others-are-refused'],
    says: 'Any account that knows an object’s id can read its subresources, but not the object itself.',
    bend: foreign('below', (owned) => owned),
  },
  'change-of-anothers-object-is-made': {
    breaks: ['abuse/changes-by-others-change-nothing'],
    says: 'The server answers a change of another account’s object with 404 but makes it anyway.',
    bend: foreign('update', (owned, found) => {
      success.pass(validation.pass(owned));
      return found;
    }),
  },
  'lists-show-everybodys-objects': {
    breaks: ['abuse/lists-show-only-own-objects'],
    says: 'Lists contain the objects of all accounts, although the server rejects direct requests for them.',
    bend: after('success', (found, visit) => {
      const { decision, operation, caller, around } = found;
      if (operation?.role?.does !== 'list' || decision?.outcome !== 'served' || caller === undefined) return found;
      const accounts = new Map(around.store.keys().map((key) => [key.account, key]));
      const bodies = [caller, ...accounts.values()].flatMap((key) => success.pass({ ...visit, caller: key }).decision?.body ?? []);
      if (bodies.length === 0) return found;
      const all = bodies.map((body): Json => JSON.parse(body)).reduce(joined);
      return { ...found, decision: { ...decision, body: JSON.stringify(all) } };
    }),
  },
  'objects-of-others-are-forbidden': {
    breaks: ['abuse/objects-of-others-look-absent'],
    says: 'The server answers a request for another account’s object with 403, and for a missing object with 404.',
    bend: foreign('read', (_, found) => ({ ...found, decision: { ...found.decision!, prepared: found.operation!.forbidden } })),
  },
  'refusal-names-the-owner': {
    breaks: ['abuse/objects-of-others-look-absent'],
    says: 'The 404 for another account’s object has one member more than the 404 for a missing object.',
    bend: answered((answer, visit) => {
      const { decision, operation } = visit;
      const owned = decision?.gate === 'existence' && operation?.role?.does === 'below' ? asOwner(visit) : undefined;
      return owned && answer.body.endsWith('}') ? withBody(answer, `${answer.body.slice(0, -1)},"owned":true}`) : answer;
    }),
  },
  'undeclared-put-changes-the-object': {
    breaks: ['abuse/undeclared-methods-change-nothing'],
    says: 'The server answers an undeclared PUT with 405 but changes the object as PATCH would, regardless of scopes.',
    bend: after('existence', (found) => {
      const { decision, arrival, route } = found;
      const operation = route?.methods.get('PATCH');
      if (decision?.why !== 'no such method' || arrival.method !== 'PUT' || operation === undefined) return found;
      const changing = existence.pass({ ...undecided(found), operation });
      if (changing.decision === undefined) success.pass(validation.pass(changing));
      return found;
    }),
  },
  'any-origin-is-trusted': {
    breaks: ['abuse/foreign-origins-get-no-credentials'],
    says: 'The server copies the origin from the request, so pages of any origin may send credentials.',
    bend: trusting((_, { decision }) => decision?.gate !== 'grants' && decision?.why !== 'CORS preflight'),
  },
  'null-origin-is-trusted': {
    breaks: ['abuse/foreign-origins-get-no-credentials'],
    says: 'The origin `null`, which any page can obtain, may send credentials.',
    bend: trusting((origin) => origin === 'null'),
  },
  'lookalike-origin-is-trusted': {
    breaks: ['abuse/foreign-origins-get-no-credentials'],
    says: 'A preflight trusts every origin that begins with the API’s own host name.',
    bend: trusting((origin, { arrival, decision }) => {
      const host = headerValue(arrival.headers, 'Host')?.replace(/:\d+$/, '') ?? '';
      return decision?.why === 'CORS preflight' && origin.startsWith(`https://${host}`);
    }),
  },
  'errors-show-the-stack': {
    breaks: ['abuse/errors-tell-nothing-of-the-inside'],
    says: 'The error response to an unreadable body contains a stack trace.',
    bend: withText('SyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\n    at read (/srv/api/body.js:12:18)'),
  },
  'errors-show-the-query': {
    breaks: ['abuse/errors-tell-nothing-of-the-inside'],
    says: 'The 404 for a missing object contains the database query.',
    bend: answered((answer, { decision, operation }) =>
      decision?.gate === 'existence' && operation !== undefined && answer.body.endsWith('}')
        ? withBody(answer, `${answer.body.slice(0, -1)},"query":"SELECT * FROM objects WHERE id = $1"}`)
        : answer,
    ),
  },
  'server-tells-its-version': {
    breaks: ['abuse/versions-are-not-told'],
    says: 'Error responses contain the name and version of the web server.',
    bend: answered((answer) => (answer.status >= 400 ? withLine(answer, 'Server', 'nginx/1.18.0') : answer)),
  },
  'head-requests-are-free': {
    breaks: ['abuse/other-spellings-share-the-quota'],
    says: 'HEAD requests use no quota, although their rate-limit headers claim that they do.',
    bend: after('limits', (found, visit) => {
      const { caller, around, arrival, quota, namespace } = found;
      if (caller === undefined || quota === undefined || arrival.method !== 'HEAD') return found;
      around.store.unspend(ledgerOf(around.law.contract, caller, namespace, arrival.peer));
      for (let count = Number(quota.limit) - Number(quota.remaining); count > 1; count -= 1) limits.pass(visit);
      return found;
    }),
  },
  'quota-follows-the-query': {
    breaks: ['abuse/other-spellings-share-the-quota'],
    says: 'The server counts requests with a query separately from those without.',
    bend: countingApart('query', ({ query }) => query !== ''),
  },
  'quota-follows-the-authorization-field': {
    breaks: ['abuse/other-spellings-share-the-quota'],
    says: 'The server counts requests by the whole Authorization header, so a lower-case scheme has its own quota.',
    bend: countingApart('field', ({ arrival }) => /^[a-z]/.test(headerValue(arrival.headers, 'Authorization') ?? '')),
  },
  'slash-opens-a-quota': {
    breaks: ['abuse/other-spellings-share-the-quota'],
    says: 'The server ignores a trailing slash in the path, except when it counts requests.',
    bend: (parts) =>
      countingApart('slash', ({ arrival }) => arrival.target.split('?')[0]!.endsWith('/'))(
        before(
          'route',
          (visit) => visit,
        )({
          ...parts,
          gates: parts.gates.map((gate) =>
            gate.name === 'route'
              ? {
                  ...gate,
                  pass: (visit) => {
                    const { arrival } = visit;
                    const [path = '', ...query] = arrival.target.split('?');
                    if (!/[^/]\/$/.test(path)) return gate.pass(visit);
                    const target = [path.slice(0, -1), ...query].join('?');
                    return { ...gate.pass({ ...visit, arrival: { ...arrival, target } }), arrival };
                  },
                }
              : gate,
          ),
        }),
      ),
  },
} as const satisfies Faults;
