import { codeLifetime } from '../../oauth/authorization/authorize.ts';
import { fieldOf, type Exchange } from '../../oauth/exchange.ts';
import { refuse } from '../../oauth/reply.ts';
import type { Faults } from '../fault.ts';
import { afterStep, insteadOf, tolerating, withoutStep } from '../steps.ts';

/** The code of the exchange. */
const codeOf = ({ presented }: Exchange) => (presented?.grant.kind === 'code' ? presented.grant : undefined);

const once = 'grants/code-works-once';
const bound = 'grants/code-is-bound-to-its-redirect-uri';

export const grantsCodes = {
  'any-code-gives-tokens': {
    breaks: ['grants/invented-code-is-refused'],
    says: 'The token endpoint issues tokens for a code that was never issued.',
    bend: afterStep('token', 'code', (found, exchange) => {
      const { client } = exchange;
      if (found.ending === undefined || fieldOf(exchange, 'code') === undefined || client === undefined) return found;
      return { ...exchange, account: client.account, scopes: client.scopes };
    }),
  },
  'beginning-of-a-code-is-enough': {
    breaks: ['grants/invented-code-is-refused'],
    says: 'The token endpoint ignores the last character of a code.',
    bend: afterStep('token', 'code', (found, exchange) => {
      const sent = fieldOf(exchange, 'code');
      if (found.ending === undefined || sent === undefined) return found;
      const handle = Array.from('0123456789abcdef', (digit) => sent.slice(0, -1) + digit).find(
        (candidate) => exchange.around.store.grant(candidate)?.kind === 'code',
      );
      const grant = exchange.around.store.grant(handle ?? '');
      if (grant?.kind !== 'code') return found;
      return { ...exchange, account: grant.account, scopes: grant.scopes };
    }),
  },
  'wrong-code-is-a-wrong-client': {
    breaks: ['grants/invented-code-is-refused'],
    also: ['grants/documented-client-authentication-is-accepted', 'grants/basic-authentication-is-accepted'],
    says: 'The token endpoint reports a code that was never issued as a wrong client.',
    bend: afterStep('token', 'code', (found, exchange) =>
      found.ending !== undefined && fieldOf(exchange, 'code') !== undefined
        ? refuse(exchange, 'invalid_client', 'Something is wrong')
        : found,
    ),
  },
  'code-of-any-client': {
    breaks: ['grants/code-is-bound-to-its-client'],
    says: 'The token endpoint accepts a code from every authenticated client.',
    bend: withoutStep('token', 'code-of-client'),
  },
  'code-of-any-redirect-uri': {
    breaks: [bound],
    says: 'The token endpoint ignores the redirect URI of an exchange.',
    bend: withoutStep('token', 'code-of-redirect-uri'),
  },
  'redirect-uri-is-compared-when-it-is-sent': {
    breaks: [bound],
    says: 'The token endpoint compares the redirect URI of an exchange only when it is sent.',
    bend: tolerating('token', 'code-of-redirect-uri', (exchange) => fieldOf(exchange, 'redirect_uri') === undefined),
  },
  'redirect-uri-of-an-exchange-has-to-begin-alike': {
    breaks: [bound],
    says: 'The token endpoint compares only the beginning of the redirect URI of an exchange.',
    bend: tolerating('token', 'code-of-redirect-uri', (exchange) => {
      const code = codeOf(exchange);
      return code !== undefined && (fieldOf(exchange, 'redirect_uri') ?? '').startsWith(code.redirectUri);
    }),
  },
  'code-works-again': {
    breaks: [once],
    says: 'The token endpoint issues tokens for a code as often as it is presented.',
    bend: withoutStep('token', 'code-unused'),
  },
  'code-works-again-for-a-minute': {
    breaks: [once],
    says: 'The token endpoint accepts a used code for one minute, in case a response is lost.',
    bend: insteadOf('token', 'code-unused', (exchange) => {
      const code = codeOf(exchange);
      const young = code !== undefined && exchange.arrival.at < code.expiresAt - codeLifetime + 60_000;
      return code?.used === true && !young ? refuse(exchange, 'invalid_grant', 'The code was used before') : exchange;
    }),
  },
  'replayed-code-is-told-as-a-malformed-request': {
    breaks: [once],
    says: 'The token endpoint reports a used code as a malformed request.',
    bend: afterStep('token', 'code-unused', (found) =>
      found.ending === undefined ? found : refuse(found, 'invalid_request', 'The code was used before'),
    ),
  },
  'replayed-code-spares-its-tokens': {
    breaks: ['grants/replayed-code-ends-its-tokens'],
    says: 'The token endpoint rejects a used code but keeps the tokens issued for it.',
    bend: insteadOf('token', 'code-unused', (exchange) =>
      codeOf(exchange)?.used === true ? refuse(exchange, 'invalid_grant', 'The code was used before') : exchange,
    ),
  },
  'code-never-expires': {
    breaks: ['grants/code-expires'],
    says: 'A code never expires until it is used.',
    bend: withoutStep('token', 'code-unexpired'),
  },
  'code-lives-an-hour': {
    breaks: ['grants/code-expires'],
    says: 'A code is valid for an hour.',
    bend: tolerating('token', 'code-unexpired', (exchange) => {
      const code = codeOf(exchange);
      return code !== undefined && exchange.arrival.at < code.expiresAt - codeLifetime + 3_600_000;
    }),
  },
} as const satisfies Faults;
