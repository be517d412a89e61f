import { headerValue, withoutHeader } from '../../spec/message.ts';
import { afterGate, onResponse, type PartsChange } from '../faults/edits.ts';
import { decided, type RequestContext } from '../engine/request-context.ts';
import type { Variants } from './variant.ts';

const field = 'WWW-Authenticate';

/** Changes the WWW-Authenticate headers of the API. */
const onChallenges = (change: (challenges: readonly string[]) => readonly string[]): PartsChange =>
  onResponse((response, { decision }) => {
    const { headers } = response;
    if (decision?.gate === 'oauth' || headerValue(headers, field) === undefined) return response;
    const challenges = headers.filter((_, index) => index % 2 === 1 && headers[index - 1] === field);
    return { ...response, headers: [...withoutHeader(headers, field), ...change(challenges).flatMap((value) => [field, value])] };
  });

/** Changes the error response for an object that the caller may not access. */
const onForbiddenObject = (change: (context: RequestContext) => RequestContext): PartsChange =>
  afterGate('scopes', (found) =>
    found.decision !== undefined && found.operation?.operation.path.endsWith('}') === true ? change(found) : found,
  );

const longestCredential = 8_000;
const isLong = ({ request }: RequestContext) => request.headers.some(({ length }) => length > longestCredential);

export const credentialsVariants = {
  'joins-challenges-in-one-header': {
    description: 'Several challenges, including the documented one, come in one header.',
    apply: onChallenges((all) => [`Negotiate, ${all.join(', ')}, Digest realm="a, b", nonce=x`]),
  },
  'sends-two-challenge-headers': {
    description: 'A challenge of another scheme comes in its own header before the documented one.',
    apply: onChallenges((all) => ['Mutual realm="other", nonce="x"', ...all]),
  },
  'lowercases-challenge-scheme': {
    description: 'The scheme name of a challenge is in lowercase, and its realm parameter is in uppercase.',
    apply: onChallenges((all) => all.map((one) => one.replace(/^\w+/, (name) => name.toLowerCase()).replace(/\brealm=/, 'REALM='))),
  },
  'adds-spaces-to-challenge': {
    description: 'A challenge has spaces around its commas and an unknown parameter.',
    apply: onChallenges((all) => all.map((one) => `${one.replaceAll('", ', '" ,  ')} , service="api"`)),
  },
  'adds-challenge-error-description': {
    description: 'A challenge with an error also has an error description and an error URI.',
    apply: onChallenges((all) =>
      all.map((one) =>
        one.includes('error=') ? `${one}, error_description="Look at the handbook", error_uri="https://docs.example/401"` : one,
      ),
    ),
  },
  'sends-empty-basic-realm': {
    description: 'A Basic challenge ends with an empty realm and uses different letter case.',
    apply: onResponse((response) => ({
      ...response,
      headers: response.headers.map((line) => (line.startsWith('Basic ') ? 'BASIC charset="UTF-8", Realm=""' : line)),
    })),
  },
  'rejects-two-tokens-with-401': {
    description: 'The server rejects a token in two places with 401 instead of 400.',
    apply: afterGate('credentials', (found) => {
      const { decision, operation, environment } = found;
      return decision?.cause.code === 'token-in-query'
        ? decided(found, { ...decision, prepared: operation?.unauthorized ?? environment.compiled.unauthorized })
        : found;
    }),
  },
  'rejects-long-key-with-431': {
    description: 'The server rejects a very long credential with 431 and no body.',
    apply: onResponse((response, context) => (isLong(context) ? { status: 431, headers: ['Content-Length', '0'], body: '' } : response)),
  },
  'hides-objects-as-404': {
    description: 'The server answers a request for an object that the caller may not access as if it did not exist.',
    apply: onForbiddenObject((found) => decided(found, { ...found.decision!, prepared: found.operation!.problems[404], lines: [] })),
  },
} as const satisfies Variants;
