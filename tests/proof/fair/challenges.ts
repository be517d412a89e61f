import { headerValue } from '../../../spec/message.ts';
import { isItem } from './objects.ts';
import { having, rewritten, type Changes } from './reading.ts';

const challenge = 'WWW-Authenticate';

/** Challenges that RFC 6750 leaves open. */
export const ofChallenges: Changes = {
  'parameters in another order, without quotes and with spaces around the sign': (reply) =>
    rewritten(reply, challenge, (value) => value.replace(/^Bearer (realm="[^"]*"), (error)="(\w+)"/, 'Bearer $2 = $3, $1')),
  'a Basic challenge before it, in one field': (reply) =>
    rewritten(reply, challenge, (value) => `Basic realm="a, b", charset="UTF-8", ${value}`),
  'a Negotiate challenge behind it, in one field': (reply) => rewritten(reply, challenge, (value) => `${value}, Negotiate YWJj==`),
  'the scheme in small letters and the names of parameters in capitals': (reply) =>
    rewritten(reply, challenge, (value) => value.replace('Bearer', 'bearer').replace('realm=', 'REALM=').replace('error=', 'Error=')),
  'a description and an address behind the error': (reply) =>
    rewritten(reply, challenge, (value) =>
      value.includes('error=') ? `${value}, error_description="Sign in once more", error_uri="https://docs.example/errors#401"` : value,
    ),
  'a parameter of the API’s own': (reply) => rewritten(reply, challenge, (value) => `${value}, docs="https://api.example/docs"`),
  'no scopes in a 403': (reply) => rewritten(reply, challenge, (value) => value.replace(/, scope="[^"]*"/, '')),
  'scopes in a 403 in another order, those that the caller holds among them': (reply, { headers }) =>
    headerValue(headers, 'authorization')?.includes('mock_reader_') === true
      ? rewritten(reply, challenge, (value) => value.replace(/scope="([^"]*)"/, 'scope="read $1"'))
      : reply,
  '404 for an object that the scopes do not open': (reply, call) =>
    reply.status === 403 && isItem(call) ? having({ ...reply, status: 404 }, challenge, undefined) : reply,
  'no challenge at all': (reply) => (reply.status === 401 ? having(reply, challenge, undefined) : reply),
};
