import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import { fieldOf } from '../../oauth/exchange.ts';
import { fieldsOf, queryOf } from '../../oauth/fields.ts';
import { refuse } from '../../oauth/reply.ts';
import type { Bend } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, withoutStep } from '../steps.ts';

const unregistered: RequirementId = 'grants/unregistered-redirect-uri-gets-no-redirect';
const exactly: RequirementId = 'grants/redirect-uri-is-compared-exactly';

/** Takes a redirect URI for registered that matches one which is. */
function matching(match: (asked: string, registered: string) => boolean): Bend {
  return beforeStep('authorize', 'redirect-uri', (exchange) => {
    const { client } = exchange;
    const asked = fieldOf(exchange, 'redirect_uri');
    if (client === undefined || asked === undefined || !client.redirectUris.some((registered) => match(asked, registered))) return exchange;
    return { ...exchange, client: { ...client, redirectUris: [asked] } };
  });
}

/** The parts of a URL that has some. */
const parted = (uri: string) => {
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

export const grantsRedirects = {
  'any-redirect-uri-is-taken': {
    breaks: [unregistered],
    also: [exactly],
    says: 'The browser is sent to whatever redirect URI the request names, with a code.',
    bend: matching(() => true),
  },
  'error-goes-to-any-redirect-uri': {
    breaks: [unregistered],
    also: [exactly],
    says: 'A redirect URI that is not registered gets no code, but the browser is sent there with the error.',
    bend: afterStep('authorize', 'redirect-uri', (found, exchange) => {
      const uri = fieldOf(exchange, 'redirect_uri');
      if (found.ending === undefined || uri === undefined) return found;
      return refuse({ ...exchange, returnTo: { uri, stated: true, state: undefined, part: 'query' } }, 'invalid_request', 'Not registered');
    }),
  },
  'unknown-client-is-sent-back': {
    breaks: [unregistered],
    says: 'A request of a client that is unknown is sent back to the redirect URI that it names.',
    bend: afterStep('authorize', 'client', (found, exchange) => {
      const uri = fieldOf(exchange, 'redirect_uri');
      if (found.ending === undefined || uri === undefined) return found;
      return refuse(
        { ...exchange, returnTo: { uri, stated: true, state: undefined, part: 'query' } },
        'unauthorized_client',
        'The client is unknown',
      );
    }),
  },
  'redirect-uri-has-to-begin-alike': {
    breaks: [exactly],
    says: 'Of a redirect URI only the beginning is compared, as long as the registered one is.',
    bend: matching((asked, registered) => asked.startsWith(registered)),
  },
  'redirect-uri-within-the-same-origin': {
    breaks: [exactly],
    says: 'Of a redirect URI only scheme, host and port are compared; any path will do.',
    bend: matching((asked, registered) => parted(asked).protocol === 'https:' && parted(asked).host === parted(registered).host),
  },
  'redirect-uri-that-begins-with-the-origin': {
    breaks: [exactly],
    says: 'A redirect URI has to begin with the letters of the registered origin, which the host of somebody else can do.',
    bend: matching((asked, registered) => asked.startsWith(new URL(registered).origin)),
  },
  'redirect-uri-in-any-case': {
    breaks: [exactly],
    says: 'Upper and lower case make no difference in a redirect URI, though they do in a path.',
    bend: matching((asked, registered) => asked.toLowerCase() === registered.toLowerCase()),
  },
  'redirect-uri-with-any-query': {
    breaks: [exactly],
    says: 'The query of a redirect URI is not compared.',
    bend: matching((asked, registered) => asked.replace(/\?[^#]*/, '') === registered),
  },
  'redirect-uri-with-any-fragment': {
    breaks: [exactly],
    says: 'A redirect URI may have a fragment, which is cut off before it is compared.',
    bend: matching((asked, registered) => asked.replace(/#.*/, '') === registered),
  },
  'redirect-uri-on-any-port': {
    breaks: [exactly],
    says: 'A redirect URI may have another port, and not on a loopback interface alone.',
    bend: matching((asked, registered) => asked.replace(/^(https:\/\/[^/:@]+):\d+(?=\/)/, '$1') === registered),
  },
  'redirect-uri-on-any-subdomain': {
    breaks: [exactly],
    says: 'The host of a redirect URI may be any below the registered one.',
    bend: matching((asked, registered) => {
      const [one, other] = [parted(asked), parted(registered)];
      const alike = one.protocol === other.protocol && one.pathname === other.pathname && one.search === other.search;
      return alike && one.hostname.endsWith(`.${other.hostname}`) && !asked.includes('#');
    }),
  },
  'redirect-uri-is-decoded': {
    breaks: [exactly],
    says: 'A redirect URI is decoded before it is compared, and sent to as it came.',
    bend: matching((asked, registered) => decoded(asked) === registered),
  },
  'trailing-slash-does-not-count': {
    breaks: [exactly],
    says: 'A slash at the end of a redirect URI is not compared.',
    bend: matching((asked, registered) => asked.replace(/\/$/, '') === registered),
  },
  'second-redirect-uri-wins': {
    breaks: [exactly],
    says: 'Of two redirect URIs the first is compared, and the second is where the browser is sent.',
    bend: afterStep('authorize', 'redirect-uri', (found, exchange) => {
      if (!exchange.fields.repeated.has('redirect_uri')) return found;
      const query = new URLSearchParams(queryOf(exchange.arrival.target));
      const [first = '', ...others] = query.getAll('redirect_uri');
      if (!exchange.client?.redirectUris.includes(first)) return found;
      query.delete('redirect_uri');
      const fields = fieldsOf(query.toString());
      return {
        ...exchange,
        fields,
        returnTo: { uri: others.at(-1) ?? first, stated: true, state: fields.values.get('state'), part: 'query' },
      };
    }),
  },
  'plain-http-redirect-uri-is-served': {
    breaks: ['grants/plain-http-redirect-uri-is-refused'],
    says: 'A redirect URI over plain HTTP is sent to when it is registered.',
    bend: withoutStep('authorize', 'redirect-uri-is-safe'),
  },
} as const satisfies Faults;
