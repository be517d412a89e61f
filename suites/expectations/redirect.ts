import { headerValue } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';

/** Whether a response redirects to an https URL. @see RFC 9110 §15.4 */
export function isSentToHttps({ status, headers }: Reply): boolean {
  return status >= 300 && status < 400 && /^https:/i.test(headerValue(headers, 'location') ?? '');
}
