import { headerValue } from '../../spec/message.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Sent } from '../http/target.ts';
import { passed, warning } from './line.ts';

/** The tolerated difference in seconds: `Date` has whole seconds, and the response takes time. */
const toleratedSeconds = 5;

/** Compares the target's clock, from the header `Date`, with this machine's. @see RFC 9110 §6.6.1 */
export function clockLine({ reply, startedAt, milliseconds }: Sent): PreflightResult {
  const id = 'target-clock';
  const date = Date.parse((reply && headerValue(reply.headers, 'date')) ?? '');
  if (Number.isNaN(date)) return passed(id, 'the target sends no Date header, so its clock cannot be checked');
  const seconds = Math.round((date + 500 - startedAt - milliseconds / 2) / 1000);
  if (Math.abs(seconds) <= toleratedSeconds + milliseconds / 2000) return passed(id, 'the clocks of the target and this machine agree');
  return warning(id, {
    message: `the target’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s`,
    configuration: 'target',
    fix: 'synchronise the clocks with NTP; if a test moved the target’s clock with the hook clock, restart the target',
  });
}
