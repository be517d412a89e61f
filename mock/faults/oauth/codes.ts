import { codeLifetime } from '../../oauth/authorization/authorize.ts';
import { requestParameter, type EndpointContext } from '../../oauth/endpoint-context.ts';
import { reject } from '../../oauth/reply.ts';
import type { Faults } from '../fault.ts';
import { afterStep, replaceStep, ignoreRejection, withoutStep } from '../step-edits.ts';

/** The code of the exchange. */
const codeOf = ({ presented }: EndpointContext) => (presented?.grant.kind === 'code' ? presented.grant : undefined);

const reuse = 'oauth/code-reuse';
const redirectUriBinding = 'oauth/code-redirect-uri-binding';

export const oauthCodesFaults = {
  'accepts-unknown-code': {
    breaks: ['oauth/unknown-code'],
    description: 'The token endpoint issues tokens for a code that was never issued.',
    apply: afterStep('token', 'code', (found, exchange) => {
      const { client } = exchange;
      if (found.ending === undefined || requestParameter(exchange, 'code') === undefined || client === undefined) return found;
      return { ...exchange, account: client.account, scopes: client.scopes };
    }),
  },
  'compares-only-code-prefix': {
    breaks: ['oauth/unknown-code'],
    description: 'The token endpoint ignores the last character of a code.',
    apply: afterStep('token', 'code', (found, exchange) => {
      const sent = requestParameter(exchange, 'code');
      if (found.ending === undefined || sent === undefined) return found;
      const handle = Array.from('0123456789abcdef', (digit) => sent.slice(0, -1) + digit).find(
        (candidate) => exchange.environment.store.grant(candidate)?.kind === 'code',
      );
      const grant = exchange.environment.store.grant(handle ?? '');
      if (grant?.kind !== 'code') return found;
      return { ...exchange, account: grant.account, scopes: grant.scopes };
    }),
  },
  'returns-invalid-client-for-code': {
    breaks: ['oauth/unknown-code'],
    also: ['oauth/client-authentication', 'oauth/basic-authentication'],
    description: 'The token endpoint reports a code that was never issued as a wrong client.',
    apply: afterStep('token', 'code', (found, exchange) =>
      found.ending !== undefined && requestParameter(exchange, 'code') !== undefined
        ? reject(exchange, 'invalid_client', 'Something is wrong')
        : found,
    ),
  },
  'accepts-code-from-any-client': {
    breaks: ['oauth/code-client-binding'],
    description: 'The token endpoint accepts a code from every authenticated client.',
    apply: withoutStep('token', 'code-of-client'),
  },
  'ignores-redirect-uri-at-exchange': {
    breaks: [redirectUriBinding],
    description: 'The token endpoint ignores the redirect URI of an exchange.',
    apply: withoutStep('token', 'code-of-redirect-uri'),
  },
  'accepts-exchange-without-redirect-uri': {
    breaks: [redirectUriBinding],
    description: 'The token endpoint compares the redirect URI of an exchange only when it is sent.',
    apply: ignoreRejection('token', 'code-of-redirect-uri', (exchange) => requestParameter(exchange, 'redirect_uri') === undefined),
  },
  'compares-exchange-redirect-uri-prefix': {
    breaks: [redirectUriBinding],
    description: 'The token endpoint compares only the beginning of the redirect URI of an exchange.',
    apply: ignoreRejection('token', 'code-of-redirect-uri', (exchange) => {
      const code = codeOf(exchange);
      return code !== undefined && (requestParameter(exchange, 'redirect_uri') ?? '').startsWith(code.redirectUri);
    }),
  },
  'accepts-used-code': {
    breaks: [reuse],
    description: 'The token endpoint issues tokens for a code as often as it is presented.',
    apply: withoutStep('token', 'code-unused'),
  },
  'accepts-used-code-one-minute': {
    breaks: [reuse],
    description: 'The token endpoint accepts a used code for one minute, in case a response is lost.',
    apply: replaceStep('token', 'code-unused', (exchange) => {
      const code = codeOf(exchange);
      const young = code !== undefined && exchange.request.at < code.expiresAt - codeLifetime + 60_000;
      return code?.used === true && !young ? reject(exchange, 'invalid_grant', 'The code was used before') : exchange;
    }),
  },
  'returns-invalid-request-for-reuse': {
    breaks: [reuse],
    description: 'The token endpoint reports a used code as a malformed request.',
    apply: afterStep('token', 'code-unused', (found) =>
      found.ending === undefined ? found : reject(found, 'invalid_request', 'The code was used before'),
    ),
  },
  'keeps-tokens-after-code-reuse': {
    breaks: ['oauth/tokens-after-code-reuse'],
    description: 'The token endpoint rejects a used code but keeps the tokens issued for it.',
    apply: replaceStep('token', 'code-unused', (exchange) =>
      codeOf(exchange)?.used === true ? reject(exchange, 'invalid_grant', 'The code was used before') : exchange,
    ),
  },
  'accepts-expired-code': {
    breaks: ['oauth/code-expiry'],
    description: 'A code never expires until it is used.',
    apply: withoutStep('token', 'code-unexpired'),
  },
  'accepts-code-for-one-hour': {
    breaks: ['oauth/code-expiry'],
    description: 'A code is valid for an hour.',
    apply: ignoreRejection('token', 'code-unexpired', (exchange) => {
      const code = codeOf(exchange);
      return code !== undefined && exchange.request.at < code.expiresAt - codeLifetime + 3_600_000;
    }),
  },
} as const satisfies Faults;
