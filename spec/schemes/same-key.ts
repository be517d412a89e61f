import type { Scheme } from '../contract.ts';

const isKey = ({ type, kind }: Scheme) => type === 'apiKey' && (kind === 'header' || kind === 'query' || kind === 'cookie');

/** The name of a key's place without case, separators and the prefix of header names: `X-API-Key` and `api_key` are one. */
const nameOf = ({ parameter }: Scheme) =>
  parameter
    .toLowerCase()
    .replace(/^x-/, '')
    .replace(/[^a-z0-9]/g, '');

/** Whether two schemes of type `apiKey` declare one key in two places: they have the same name. */
export function declareSameKey(one: Scheme, other: Scheme): boolean {
  return isKey(one) && isKey(other) && one.name !== other.name && nameOf(one) === nameOf(other);
}
