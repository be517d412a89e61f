import { headerValue, withoutHeader } from '../../spec/message.ts';
import { after, answered, type Bend } from '../faults/bend.ts';
import { decided, type Visit } from '../engine/visit.ts';
import type { Variants } from './variant.ts';

const field = 'WWW-Authenticate';

/** Changes the challenges of the API, field by field. */
const challenging = (change: (challenges: readonly string[]) => readonly string[]): Bend =>
  answered((answer, { decision }) => {
    const { headers } = answer;
    if (decision?.gate === 'grants' || headerValue(headers, field) === undefined) return answer;
    const challenges = headers.filter((_, index) => index % 2 === 1 && headers[index - 1] === field);
    return { ...answer, headers: [...withoutHeader(headers, field), ...change(challenges).flatMap((value) => [field, value])] };
  });

/** Changes the refusal of an object to those who may not touch it. */
const hidden = (change: (visit: Visit) => Visit): Bend =>
  after('scopes', (found) =>
    found.decision !== undefined && found.operation?.operation.path.endsWith('}') === true ? change(found) : found,
  );

const longest = 8_000;
const isLong = ({ arrival }: Visit) => arrival.headers.some(({ length }) => length > longest);

export const credentials = {
  'challenges-in-one-field': {
    says: 'Several challenges come in one field, the own one among them.',
    bend: challenging((all) => [`Negotiate, ${all.join(', ')}, Digest realm="a, b", nonce=x`]),
  },
  'challenges-in-several-fields': {
    says: 'A challenge of another scheme comes in a field of its own before the right one.',
    bend: challenging((all) => ['Digest realm="other", nonce="x"', ...all]),
  },
  'challenge-scheme-in-lower-case': {
    says: 'The scheme of a challenge is in lower case, the names of its parameters in capitals.',
    bend: challenging((all) => all.map((one) => one.replace(/^\w+/, (name) => name.toLowerCase()).replace(/\brealm=/, 'REALM='))),
  },
  'challenge-with-loose-spaces': {
    says: 'There are spaces around the commas of a challenge, and a parameter that nobody knows.',
    bend: challenging((all) => all.map((one) => `${one.replaceAll('", ', '" ,  ')} , service="api"`)),
  },
  'challenge-explains-itself': {
    says: 'A challenge that names an error explains it.',
    bend: challenging((all) =>
      all.map((one) =>
        one.includes('error=') ? `${one}, error_description="Look at the handbook", error_uri="https://docs.example/401"` : one,
      ),
    ),
  },
  'basic-realm-is-empty-and-comes-last': {
    says: 'A Basic challenge ends with its realm, which is empty, and is written in other letters.',
    bend: answered((answer) => ({
      ...answer,
      headers: answer.headers.map((line) => (line.startsWith('Basic ') ? 'BASIC charset="UTF-8", Realm=""' : line)),
    })),
  },
  'token-in-two-ways-is-401': {
    says: 'A token that comes in two ways is refused with 401 and not with 400.',
    bend: after('credentials', (found) => {
      const { decision, operation, around } = found;
      return decision?.why.startsWith('a token in two ways') === true
        ? decided(found, { ...decision, prepared: operation?.unauthorized ?? around.law.unauthorized })
        : found;
    }),
  },
  'long-credential-is-431': {
    says: 'A credential that is far too long is refused with 431 and no body.',
    bend: answered((answer, visit) => (isLong(visit) ? { status: 431, headers: ['Content-Length', '0'], body: '' } : answer)),
  },
  'forbidden-objects-are-hidden': {
    says: 'An object that the caller may not touch is answered as if it did not exist.',
    bend: hidden((found) => decided(found, { ...found.decision!, prepared: found.operation!.problems[404], lines: [] })),
  },
} as const satisfies Variants;
