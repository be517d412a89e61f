/**
 * Secrets that an authorization server issues: they are redacted before a response is recorded.
 *
 * @module
 */
import { isObject, members } from '../../spec/json/json.ts';
import { headerValue, headerValues } from '../../spec/message.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Secret } from '../redaction/redactor.ts';
import type { Reply } from '../http/target.ts';
import type { IssuedSecret } from './secrets.ts';

/** Secret members of token and device responses. Redirects may have them too, and codes. */
const secretMembers = new Map([
  ['access_token', 'access-token'],
  ['refresh_token', 'refresh-token'],
  ['id_token', 'id-token'],
  ['device_code', 'device-code'],
  ['user_code', 'user-code'],
]);
const secretParameters = new Map([...secretMembers, ['code', 'code']]);

/** The secrets of a scenario's responses, in order. */
export interface IssuedSecrets {
  /** Records the secrets of a response and names them; one that came before keeps its name. */
  record(reply: Reply): readonly Secret[];
  /** All so far; one that came twice is there twice. */
  all(): readonly IssuedSecret[];
}

export function collectIssued(scenario: string): IssuedSecrets {
  const known = new Map<string, Secret>();
  const counts = new Map<string, number>();
  const all: IssuedSecret[] = [];
  const record = (reply: Reply) =>
    [...bodySecrets(reply), ...locationSecrets(reply), ...cookieSecrets(reply)].map(({ kind, value }) => {
      all.push({ kind, value });
      const seen = known.get(value);
      if (seen) return seen;
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      const name = `${scenario}-${kind}-${number}`;
      const secret = { name, value, shell: `$${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}` };
      known.set(value, secret);
      return secret;
    });
  return { record, all: () => all };
}

function bodySecrets(reply: Reply): readonly IssuedSecret[] {
  const body = jsonOf(reply);
  if (!isObject(body)) return [];
  return members(body).flatMap(([name, value]) => {
    const kind = secretMembers.get(name);
    return kind !== undefined && typeof value === 'string' && value !== '' ? [{ kind, value }] : [];
  });
}

/** Parameters after a `?` or a `#`: a faulty server may use both. */
function locationSecrets({ headers }: Reply): readonly IssuedSecret[] {
  const parameters = (headerValue(headers, 'location') ?? '').split(/[?#]/).slice(1).join('&');
  return [...new URLSearchParams(parameters)].flatMap(([name, value]) => {
    const kind = secretParameters.get(name);
    return kind !== undefined && value !== '' ? [{ kind, value }] : [];
  });
}

/** Cookies. @see RFC 6265 §4.1 */
function cookieSecrets({ headers }: Reply): readonly IssuedSecret[] {
  return headerValues(headers, 'set-cookie').flatMap((line) => {
    const value = /^[^=;]+=\s*"?([^";]*)/.exec(line)?.[1]?.trim() ?? '';
    return value === '' ? [] : [{ kind: 'cookie', value }];
  });
}

/** The parameters of a redirect, in its query or its fragment. @see RFC 6749 §4.1.2, §4.2.2 */
export function returnedBy(location: string): URLSearchParams {
  const [front = '', fragment = ''] = location.split('#', 2);
  const question = front.indexOf('?');
  return new URLSearchParams([question === -1 ? '' : front.slice(question + 1), fragment].filter((text) => text !== '').join('&'));
}
