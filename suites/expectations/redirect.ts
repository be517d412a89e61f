import { headerValue } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';

/** Whether an answer sends the client on to an address under HTTPS. @see RFC 9110 §15.4 */
export function isSentToHttps({ status, headers }: Reply): boolean {
  return status >= 300 && status < 400 && /^https:/i.test(headerValue(headers, 'location') ?? '');
}
