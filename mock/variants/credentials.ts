import { headerValue, withoutHeader } from '../../spec/message.ts';
import { after, answered, type Bend } from '../faults/bend.ts';
import { decided, type Visit } from '../engine/visit.ts';
import type { Variants } from './variant.ts';

const field = 'WWW-Authenticate';

/** Changes the WWW-Authenticate headers of the API. */
const challenging = (change: (challenges: readonly string[]) => readonly string[]): Bend =>
  answered((answer, { decision }) => {
    const { headers } = answer;
    if (decision?.gate === 'grants' || headerValue(headers, field) === undefined) return answer;
    const challenges = headers.filter((_, index) => index % 2 === 1 && headers[index - 1] === field);
    return { ...answer, headers: [...withoutHeader(headers, field), ...change(challenges).flatMap((value) => [field, value])] };
  });

/** Changes the error response for an object that the caller may not access. */
const hidden = (change: (visit: Visit) => Visit): Bend =>
  after('scopes', (found) =>
    found.decision !== undefined && found.operation?.operation.path.endsWith('}') === true ? change(found) : found,
  );

const longest = 8_000;
const isLong = ({ arrival }: Visit) => arrival.headers.some(({ length }) => length > longest);

export const credentials = {
  'challenges-in-one-field': {
    says: 'Several challenges, including the documented one, come in one header.',
    bend: challenging((all) => [`Negotiate, ${all.join(', ')}, Digest realm="a, b", nonce=x`]),
  },
  'challenges-in-several-fields': {
    says: 'A challenge of another scheme comes in its own header before the documented one.',
    bend: challenging((all) => ['Digest realm="other", nonce="x"', ...all]),
  },
  'challenge-scheme-in-lower-case': {
    says: 'The scheme name of a challenge is in lowercase, and its realm parameter is in uppercase.',
    bend: challenging((all) => all.map((one) => one.replace(/^\w+/, (name) => name.toLowerCase()).replace(/\brealm=/, 'REALM='))),
  },
  'challenge-with-loose-spaces': {
    says: 'A challenge has spaces around its commas and an unknown parameter.',
    bend: challenging((all) => all.map((one) => `${one.replaceAll('", ', '" ,  ')} , service="api"`)),
  },
  'challenge-explains-itself': {
    says: 'A challenge with an error also has an error description and an error URI.',
    bend: challenging((all) =>
      all.map((one) =>
        one.includes('error=') ? `${one}, error_description="Look at the handbook", error_uri="https://docs.example/401"` : one,
      ),
    ),
  },
  'basic-realm-is-empty-and-comes-last': {
    says: 'A Basic challenge ends with an empty realm and uses different letter case.',
    bend: answered((answer) => ({
      ...answer,
      headers: answer.headers.map((line) => (line.startsWith('Basic ') ? 'BASIC charset="UTF-8", Realm=""' : line)),
    })),
  },
  'token-in-two-ways-is-401': {
    says: 'The server rejects a token in two places with 401 instead of 400.',
    bend: after('credentials', (found) => {
      const { decision, operation, around } = found;
      return decision?.why.startsWith('a token in two ways') === true
        ? decided(found, { ...decision, prepared: operation?.unauthorized ?? around.law.unauthorized })
        : found;
    }),
  },
  'long-credential-is-431': {
    says: 'The server rejects a very long credential with 431 and no body.',
    bend: answered((answer, visit) => (isLong(visit) ? { status: 431, headers: ['Content-Length', '0'], body: '' } : answer)),
  },
  'forbidden-objects-are-hidden': {
    says: 'The server answers a request for an object that the caller may not access as if it did not exist.',
    bend: hidden((found) => decided(found, { ...found.decision!, prepared: found.operation!.problems[404], lines: [] })),
  },
} as const satisfies Variants;
