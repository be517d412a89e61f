import { hasUserInfo } from '../../spec/loading/name.ts';
import { usage, type FailureCode } from '../failure.ts';
import { hasOddCharacters, insteadOfUserInfo, oddCharacters } from './schema.ts';

/**
 * A base URL, such as that of a target.
 *
 * @param name - of the option or configuration key, for the error message
 * @param instead - what replaces a user and a password
 * @throws {CommandFailure} with exit code 2 if it is no http or https URL, or contains a user or a password
 */
export function checkedBaseUrl(name: string, text: string, code?: FailureCode, instead = insteadOfUserInfo): URL {
  if (hasUserInfo(text) || /^[^/?#]*@/.test(text)) throw usage(`${name}: contains a user or a password: ${instead}`, code);
  if (hasOddCharacters(text)) throw usage(`${name}: ${oddCharacters}`, code);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usage(`${name}: expected an http or https URL such as https://staging.example.com/v1, got "${text}"`, code);
}
