import { hasUserInfo } from '../../spec/loading/name.ts';
import { usage, type FailureCode } from '../failure.ts';
import { hasOddCharacters, insteadOfUserInfo, oddCharacters } from './schema.ts';

/**
 * The base URL of a target.
 *
 * @param name - of the option or configuration key, for the error message
 * @throws {CommandFailure} with exit code 2 if it is no http or https URL, or contains a user or a password
 */
export function checkedBaseUrl(name: string, text: string, code?: FailureCode): URL {
  if (hasUserInfo(text) || /^[^/?#]*@/.test(text)) throw usage(`${name}: contains a user or a password: ${insteadOfUserInfo}`, code);
  if (hasOddCharacters(text)) throw usage(`${name}: ${oddCharacters}`, code);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usage(`${name}: expected an http or https URL such as https://staging.example.com/v1, got "${text}"`, code);
}
