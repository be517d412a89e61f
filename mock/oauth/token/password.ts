/**
 * The password grant.
 *
 * @module
 * @see RFC 6749 §4.3
 */
import { requestParameter, type Step } from '../endpoint-context.ts';
import { forType } from './grant-type.ts';
import { reject } from '../reply.ts';
import { scope } from '../scope.ts';

const owner: Step = {
  name: 'owner',
  pass(exchange) {
    const [username, password] = [requestParameter(exchange, 'username'), requestParameter(exchange, 'password')];
    if (username === undefined || password === undefined) return reject(exchange, 'invalid_request', 'There is no username or no password');
    const { people } = exchange.environment.register;
    const person = Object.hasOwn(people, username) ? people[username] : undefined;
    if (person?.password !== password) return reject(exchange, 'invalid_grant', 'The username or the password is wrong');
    return { ...exchange, account: person.username };
  },
};

/** The steps of `grant_type=password`. */
export const password: readonly Step[] = forType('password', [owner, scope]);
