import { headerValues } from '../../../spec/message.ts';
import type { Mismatch } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { replyOf } from '../../expectations/response.ts';
import type { Expectation } from '../../result/expectation.ts';
import type { MismatchCode } from '../../words/words.ts';

/** The Allow header of a 405 lists the declared methods, and not the rejected one. @see RFC 9110 §15.5.6 */
export function expectAllow(evidence: Evidence, declared: readonly string[]): readonly Mismatch[] {
  const lines = headerValues(replyOf(evidence).headers, 'allow');
  const allowed = lines.flatMap((line) => line.split(',')).map((method) => method.trim());
  const { method: rejected } = evidence.request;
  const mismatch = (code: MismatchCode, expected: Expectation): readonly Mismatch[] => [
    {
      code,
      at: '$response.header.Allow',
      expected,
      ...(lines.length > 0 && { actual: lines.join(', ') }),
      exchange: evidence.id,
      details: { method: rejected },
    },
  ];
  const list: Expectation = declared.length > 0 ? { kind: 'includes', items: declared } : { kind: 'form', form: 'method-list' };
  if (lines.length === 0) return mismatch('allow-missing', list);
  if (allowed.some((method) => method !== '' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))) {
    return mismatch('allow-malformed', { kind: 'form', form: 'method-list' });
  }
  const missing = declared.filter((method) => !allowed.includes(method));
  if (missing.length > 0) return mismatch('allow-incomplete', { kind: 'includes', items: missing });
  return allowed.includes(rejected) ? mismatch('rejected-method-allowed', { kind: 'excludes', items: [rejected] }) : [];
}
