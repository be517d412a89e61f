import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import { requestParameter } from '../../oauth/endpoint-context.ts';
import { parseParameters, queryText } from '../../oauth/parameters.ts';
import { reject } from '../../oauth/reply.ts';
import type { PartsChange } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, withoutStep } from '../step-edits.ts';

const unregistered: RequirementId = 'oauth/unregistered-redirect-uri';
const matching: RequirementId = 'oauth/redirect-uri-matching';

/** Treats a redirect URI as registered if it matches a registered one. */
function matchRedirectUri(match: (asked: string, registered: string) => boolean): PartsChange {
  return beforeStep('authorize', 'redirect-uri', (exchange) => {
    const { client } = exchange;
    const asked = requestParameter(exchange, 'redirect_uri');
    if (client === undefined || asked === undefined || !client.redirectUris.some((registered) => match(asked, registered))) return exchange;
    return { ...exchange, client: { ...client, redirectUris: [asked] } };
  });
}

/** The parts of a URL that redirect URIs are compared by. */
const urlParts = (uri: string) => {
  const { protocol, host, hostname, pathname, search } = new URL(uri);
  return { protocol, host, hostname, pathname, search };
};

const decoded = (uri: string) => {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
};

export const oauthRedirectsFaults = {
  'accepts-any-redirect-uri': {
    breaks: [unregistered],
    also: [matching],
    description: 'The server redirects with a code to any redirect URI in the request.',
    apply: matchRedirectUri(() => true),
  },
  'redirects-errors-to-any-uri': {
    breaks: [unregistered],
    also: [matching],
    description: 'The server redirects with an error to an unregistered redirect URI.',
    apply: afterStep('authorize', 'redirect-uri', (found, exchange) => {
      const uri = requestParameter(exchange, 'redirect_uri');
      if (found.ending === undefined || uri === undefined) return found;
      return reject({ ...exchange, returnTo: { uri, stated: true, state: undefined, part: 'query' } }, 'invalid_request', 'Not registered');
    }),
  },
  'redirects-for-unknown-client': {
    breaks: [unregistered],
    description: 'The server redirects a request of an unknown client to the redirect URI in the request.',
    apply: afterStep('authorize', 'client', (found, exchange) => {
      const uri = requestParameter(exchange, 'redirect_uri');
      if (found.ending === undefined || uri === undefined) return found;
      return reject(
        { ...exchange, returnTo: { uri, stated: true, state: undefined, part: 'query' } },
        'unauthorized_client',
        'The client is unknown',
      );
    }),
  },
  'compares-only-redirect-uri-prefix': {
    breaks: [matching],
    description: 'The server accepts a redirect URI that starts with the registered one.',
    apply: matchRedirectUri((asked, registered) => asked.startsWith(registered)),
  },
  'compares-only-redirect-uri-origin': {
    breaks: [matching],
    description: 'The server compares only scheme, host and port of a redirect URI and accepts any path.',
    apply: matchRedirectUri(
      (asked, registered) => urlParts(asked).protocol === 'https:' && urlParts(asked).host === urlParts(registered).host,
    ),
  },
  'compares-redirect-origin-as-prefix': {
    breaks: [matching],
    description: 'The server accepts a redirect URI that starts with the characters of the registered origin, as an attacker’s host can.',
    apply: matchRedirectUri((asked, registered) => asked.startsWith(new URL(registered).origin)),
  },
  'ignores-redirect-uri-case': {
    breaks: [matching],
    description: 'The server ignores letter case in a redirect URI, even in the path.',
    apply: matchRedirectUri((asked, registered) => asked.toLowerCase() === registered.toLowerCase()),
  },
  'ignores-redirect-uri-query': {
    breaks: [matching],
    description: 'The server does not compare the query of a redirect URI.',
    apply: matchRedirectUri((asked, registered) => asked.replace(/\?[^#]*/, '') === registered),
  },
  'ignores-redirect-uri-fragment': {
    breaks: [matching],
    description: 'The server removes the fragment of a redirect URI before comparing it.',
    apply: matchRedirectUri((asked, registered) => asked.replace(/#.*/, '') === registered),
  },
  'ignores-redirect-uri-port': {
    breaks: [matching],
    description: 'The server accepts a redirect URI with another port on any host, not only on a loopback address.',
    apply: matchRedirectUri((asked, registered) => asked.replace(/^(https:\/\/[^/:@]+):\d+(?=\/)/, '$1') === registered),
  },
  'accepts-redirect-uri-subdomain': {
    breaks: [matching],
    description: 'The server accepts a redirect URI on any subdomain of the registered host.',
    apply: matchRedirectUri((asked, registered) => {
      const [one, other] = [urlParts(asked), urlParts(registered)];
      const alike = one.protocol === other.protocol && one.pathname === other.pathname && one.search === other.search;
      return alike && one.hostname.endsWith(`.${other.hostname}`) && !asked.includes('#');
    }),
  },
  'decodes-redirect-uri-before-comparing': {
    breaks: [matching],
    description: 'The server decodes a redirect URI before comparing it, but redirects to the original one.',
    apply: matchRedirectUri((asked, registered) => decoded(asked) === registered),
  },
  'ignores-trailing-slash-in-redirect': {
    breaks: [matching],
    description: 'The server ignores a trailing slash in a redirect URI.',
    apply: matchRedirectUri((asked, registered) => asked.replace(/\/$/, '') === registered),
  },
  'redirects-to-second-redirect-uri': {
    breaks: [matching],
    description: 'The server compares the first of two redirect URIs and redirects to the second.',
    apply: afterStep('authorize', 'redirect-uri', (found, exchange) => {
      if (!exchange.parameters.repeated.has('redirect_uri')) return found;
      const query = new URLSearchParams(queryText(exchange.request.target));
      const [first = '', ...others] = query.getAll('redirect_uri');
      if (!exchange.client?.redirectUris.includes(first)) return found;
      query.delete('redirect_uri');
      const parameters = parseParameters(query.toString());
      return {
        ...exchange,
        parameters,
        returnTo: { uri: others.at(-1) ?? first, stated: true, state: parameters.values.get('state'), part: 'query' },
      };
    }),
  },
  'accepts-plain-http-redirect-uri': {
    breaks: ['oauth/plain-http-redirect-uri'],
    description: 'The server redirects to a registered redirect URI over plain HTTP.',
    apply: withoutStep('authorize', 'redirect-uri-is-safe'),
  },
} as const satisfies Faults;
