/**
 * What answers of an authorization server hand out, registered before anything of them is kept.
 *
 * @module
 */
import { isObject, members } from '../../spec/json/json.ts';
import { headerValue, headerValues } from '../../spec/message.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Secret } from '../redaction/redactor.ts';
import type { Reply } from '../http/target.ts';
import type { HandedOut } from './alike.ts';

/** Members of token and device answers that nobody else may know; redirects may carry them too, and codes besides. */
const secretMembers = new Map([
  ['access_token', 'access-token'],
  ['refresh_token', 'refresh-token'],
  ['id_token', 'id-token'],
  ['device_code', 'device-code'],
  ['user_code', 'user-code'],
]);
const secretParameters = new Map([...secretMembers, ['code', 'code']]);

/** Names what a run has been handed, in the order in which it came. */
export interface Receipts {
  /** The secrets of an answer, each under the name that it first came with. */
  take(reply: Reply): readonly Secret[];
  /** Everything so far; what came twice stands there twice. */
  all(): readonly HandedOut[];
}

export function createReceipts(scenario: string): Receipts {
  const known = new Map<string, Secret>();
  const counts = new Map<string, number>();
  const all: HandedOut[] = [];
  const observation = (reply: Reply) =>
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
  return { take: observation, all: () => all };
}

function bodySecrets(reply: Reply): readonly HandedOut[] {
  const body = jsonOf(reply);
  if (!isObject(body)) return [];
  return members(body).flatMap(([name, value]) => {
    const kind = secretMembers.get(name);
    return kind !== undefined && typeof value === 'string' && value !== '' ? [{ kind, value }] : [];
  });
}

/** Whatever is after a `?` or a `#`, for a faulty server may put its parameters behind both. */
function locationSecrets({ headers }: Reply): readonly HandedOut[] {
  const carried = (headerValue(headers, 'location') ?? '').split(/[?#]/).slice(1).join('&');
  return [...new URLSearchParams(carried)].flatMap(([name, value]) => {
    const kind = secretParameters.get(name);
    return kind !== undefined && value !== '' ? [{ kind, value }] : [];
  });
}

/** What a browser would keep of an answer. @see RFC 6265 §4.1 */
function cookieSecrets({ headers }: Reply): readonly HandedOut[] {
  return headerValues(headers, 'set-cookie').flatMap((line) => {
    const value = /^[^=;]+=\s*"?([^";]*)/.exec(line)?.[1]?.trim() ?? '';
    return value === '' ? [] : [{ kind: 'cookie', value }];
  });
}

/** The parameters that a redirect carries, in its query or its fragment. @see RFC 6749 §4.1.2, §4.2.2 */
export function returnedBy(location: string): URLSearchParams {
  const [front = '', fragment = ''] = location.split('#', 2);
  const question = front.indexOf('?');
  return new URLSearchParams([question === -1 ? '' : front.slice(question + 1), fragment].filter((text) => text !== '').join('&'));
}
