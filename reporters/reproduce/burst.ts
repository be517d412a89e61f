import type { CheckResult, Result } from '../../suites/result/result.ts';
import { valueCode } from './expression.ts';
import { callCode, type Body } from './body.ts';
import { literal } from './reading.ts';

const lengths: { readonly [unit: string]: number } = { second: 1, minute: 60 };

/** How often a window lets a caller in, as expectations tell it, and the statement that holds a target to it. */
const forms: readonly (readonly [RegExp, (limit: number, call: string, message: string) => readonly string[]])[] = [
  [
    /^a refusal after (\d+) requests \((\d+)\/(\w+)\)$/,
    (limit, call, message) => [`expect(await served(${call}, ${limit + 5}), ${message}).toBeLessThanOrEqual(${limit});`],
  ],
  [/^(\d+) served \((\d+)\/(\w+)\)$/, (limit, call, message) => [`expect(await served(${call}, ${limit}), ${message}).toBe(${limit});`]],
  [
    /^at most (\d+) served \((\d+)\/(\w+)\)$/,
    (limit, call, message) => [
      `const answers = await Promise.all(Array.from({ length: ${limit + 14} }, ${call}));`,
      `expect(answers.filter(({ status }) => status < 300).length, ${message}).toBeLessThanOrEqual(${limit});`,
    ],
  ],
];

/** A test that spends a short window from its beginning; undefined where the check is not about one. */
export function burstOf(result: Result, check: CheckResult): Body | undefined {
  const exchange = result.exchanges.find(({ id }) => check.exchanges.includes(id));
  if (!exchange || Object.entries(exchange.secrets ?? {}).some(([tag, shell]) => valueCode(tag, shell) === undefined)) return undefined;
  for (const [form, code] of forms) {
    const [, limit, , unit = ''] = form.exec(check.expected ?? '') ?? [];
    const seconds = lengths[unit];
    if (limit === undefined || seconds === undefined) continue;
    const { code: call, sender } = callCode(exchange, new Map(), result.target);
    return {
      lines: [
        '// So that nothing of the window is spent.',
        `await pass(${seconds + 1});`,
        `const call = () => ${call};`,
        ...code(Number(limit), 'call', literal(check.reason ?? 'as documented')),
      ],
      exchanges: [exchange],
      senders: new Set([sender]),
      waits: seconds + 1,
    };
  }
  return undefined;
}
