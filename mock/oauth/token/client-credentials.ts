/**
 * The client credentials grant.
 *
 * @module
 * @see RFC 6749 §4.4
 */
import type { Step } from '../endpoint-context.ts';
import { forType } from './grant-type.ts';
import { reject } from '../reply.ts';
import { scope } from '../scope.ts';

const confidential: Step = {
  name: 'client-is-confidential',
  pass: (exchange) =>
    exchange.client?.public === true ? reject(exchange, 'unauthorized_client', 'A public client cannot act for itself') : exchange,
};

/** The steps of `grant_type=client_credentials`. */
export const clientCredentials: readonly Step[] = forType('client_credentials', [confidential, scope]);
