import type { CheckResult, Result } from '../../suites/result/result.ts';
import { requestText } from '../gathering/sources.ts';
import { callCode, type Body } from './body.ts';
import { valueCode } from './values/expression.ts';
import { literal } from './values/reading.ts';

/** The most requests that a test sends in a window, and the most seconds that it waits for one. */
const [mostRequests, mostSeconds] = [200, 60];

/** A test that spends a short window from its beginning; undefined if the check is not about one. */
export function burstOf(result: Result, { mismatch, exchanges, reason }: CheckResult): Body | undefined {
  if (mismatch?.expected.kind !== 'served') return undefined;
  const { limit, seconds, together, least, most } = mismatch.expected;
  const exchange = result.exchanges.find(({ id }) => id === (mismatch.exchange ?? exchanges[0]));
  if (!exchange || limit > mostRequests || seconds > mostSeconds) return undefined;
  if (
    requestText(exchange)
      .match(/‹[^›]+›/g)
      ?.some((tag) => valueCode(tag, exchange.secrets?.[tag]) === undefined)
  )
    return undefined;
  const { code: call, sender } = callCode(exchange, new Map(), result.target);
  const message = literal(reason ?? 'as documented');
  const count = together
    ? [
        `const responses = await Promise.all(Array.from({ length: ${limit + 14} }, call));`,
        'const count = responses.filter(({ status }) => status < 300).length;',
      ]
    : [`const count = await served(call, ${most === undefined ? limit : Math.max(limit, most) + 5});`];
  return {
    lines: [
      '// Waits until the window is over, so that nothing of it is used.',
      `await pass(${seconds + 1});`,
      `const call = () => ${call};`,
      ...count,
      ...(least === undefined ? [] : [`expect(count, ${message}).toBeGreaterThanOrEqual(${least});`]),
      ...(most === undefined ? [] : [`expect(count, ${message}).toBeLessThanOrEqual(${most});`]),
    ],
    exchanges: [exchange],
    senders: new Set([sender]),
    waits: seconds + 1,
  };
}
