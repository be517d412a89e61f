import { headerValue } from '../../spec/message.ts';
import type { PreflightResult } from '../result/result.ts';
import type { Sent } from '../http/target.ts';
import { passed, warning } from './line.ts';

/** Beyond so many seconds two clocks disagree; `Date` counts whole seconds, and the answer was on its way for a while. */
const tolerated = 5;

/** The target's clock, by the `Date` of an answer, against this machine's. @see RFC 9110 §6.6.1 */
export function clockLine({ reply, startedAt, milliseconds }: Sent): PreflightResult {
  const id = 'target-clock';
  const date = Date.parse((reply && headerValue(reply.headers, 'date')) ?? '');
  if (Number.isNaN(date)) return passed(id, 'its answers carry no Date, so that its clock cannot be compared with this one');
  const seconds = Math.round((date + 500 - startedAt - milliseconds / 2) / 1000);
  if (Math.abs(seconds) <= tolerated + milliseconds / 2000) return passed(id, 'its clock and this machine’s agree');
  return warning(id, {
    says: `its clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine’s`,
    configuration: 'target',
    fix: 'set the clock that is wrong, by NTP; if a test moved the target’s by the hook clock, start the target again',
  });
}
