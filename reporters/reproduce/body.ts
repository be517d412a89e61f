import type { CheckResult, Exchange } from '../../suites/result/result.ts';
import { literal } from './values/reading.ts';
import { baseOf, textCode, urlCode, type Captures } from './values/place.ts';
import { isServed } from './spending.ts';
import { senderOf, type Sender } from './generated/senders.ts';
import type { Steps } from './steps.ts';

/** The statements of a test, and the names that they use. */
export interface Body {
  readonly lines: readonly string[];
  readonly exchanges: readonly Exchange[];
  readonly senders: ReadonlySet<Sender>;
  /** Seconds that the test waits. */
  readonly waits: number;
}

/** Headers that a client sets by itself. */
const implied = new Set(['user-agent', 'content-length']);

/** A request as a call. */
export function callCode(
  exchange: Exchange,
  captures: Captures,
  target: string,
  cookies = false,
): { readonly code: string; readonly sender: Sender } {
  const { method, headers, body, from, pieces, certificate } = exchange.request;
  const given = senderOf(exchange);
  const sender = cookies && given === 'send' ? 'sendLines' : given;
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const kept = headers.filter(([name]) => !implied.has(name.toLowerCase()));
  const members = [
    `method: ${literal(method)}`,
    `url: ${urlCode(exchange, captures, target)}`,
    `headers: [${kept.map(([name, value]) => `[${literal(name)}, ${textCode(value, exchange, captures, false)}]`).join(', ')}]`,
    ...(body === undefined ? [] : [`body: ${textCode(body.text, exchange, captures, type.includes('form-urlencoded'))}`]),
    ...(from === undefined ? [] : [`from: ${literal(from)}`]),
    ...(pieces === undefined ? [] : [`pieces: ${pieces}`]),
    ...(certificate === undefined ? [] : [`certificate: ${textCode(certificate, exchange, captures, false)}`]),
  ];
  return { code: `${sender}(${sender === 'send' ? 'request, ' : ''}{\n  ${members.join(',\n  ')},\n})`, sender };
}

/** A test that sends the recorded requests and asserts what was expected of the responses. */
export function bodyOf({ exchanges, assertion, sourcesOf, removals, times, pauses }: Steps, check: CheckResult, target: string): Body {
  const cookies = exchanges.some(({ response }) => response?.headers.some(([name]) => name.toLowerCase() === 'set-cookie'));
  const captures = new Map<string, string>();
  const names = new Map<Exchange, string>();
  const used = new Set<Sender>();
  const lines: string[] = [];
  const wanted = new Map<Exchange, { readonly value: string; readonly kind: 'member' | 'parameter'; readonly name: string }[]>();
  for (const exchange of [...exchanges, ...removals])
    for (const [value, { exchange: source, place }] of sourcesOf(exchange)) {
      const rows = wanted.get(source) ?? [];
      if (!rows.some((row) => row.value === value)) wanted.set(source, [...rows, { value, ...place }]);
    }
  for (const exchange of exchanges) {
    const pause = pauses.get(exchange);
    if (pause !== undefined) lines.push(`await pass(${pause});`);
    const { code, sender } = callCode(exchange, captures, target, cookies);
    used.add(sender);
    const isRead = assertion.reads.includes(exchange);
    const isControl = exchange.role === 'control' && isServed(exchange) && !isRead;
    const values = wanted.get(exchange) ?? [];
    lines.push(`// ${commentOf(exchange)}`);
    const call = exchange.repeated === undefined ? `await ${code}` : `await untilRejected(() => ${code}, ${times.get(exchange) ?? 1})`;
    if (!isRead && !isControl && values.length === 0) {
      lines.push(exchange.response ? `${call};` : `${call}.catch(() => undefined); // no response in the run either`);
      continue;
    }
    const name = `${isControl ? 'control' : 'response'}${names.size + 1}`;
    names.set(exchange, name);
    lines.push(`const ${name} = ${call};`);
    if (isControl)
      lines.push(
        `expect(${name}.status, ${literal(`the control: ${exchange.principal ?? 'a request without credential'} has to be served`)}).toBeLessThan(300);`,
      );
    for (const { value, kind, name: place } of values) {
      const constant = constantFor(value, captures.size);
      captures.set(value, constant);
      lines.push(`const ${constant} = captured(${kind}(${name}, ${literal(place)}), ${literal(place)});`);
    }
  }
  const message = literal(check.reason ?? 'as expected');
  const asserted = assertion
    .code(
      assertion.reads.map((read) => names.get(read) ?? ''),
      message,
    )
    .flatMap((line) => line.split('\n'))
    .map((line) => relocated(line, target));
  const removing = removals.flatMap((removal) => {
    const { code, sender } = callCode(removal, captures, target, cookies);
    used.add(sender);
    return [`// ${commentOf(removal)}`, `await ${code};`];
  });
  const whole = [
    ...lines,
    `// Expected${check.where === undefined ? '' : ` at ${check.where}`}: ${oneLine(check.expected ?? '')}`,
    ...asserted,
  ];
  return {
    lines: removing.length === 0 ? whole : withRemoval(whole, removing, captures),
    exchanges: [...exchanges, ...removals],
    senders: used,
    waits: [...pauses.values()].reduce((sum, one) => sum + one, 0),
  };
}

/** The created objects are deleted whether the test passes or not. */
function withRemoval(lines: readonly string[], removing: readonly string[], captures: Captures): readonly string[] {
  const constants = new Set(captures.values());
  const last = lines.findLastIndex((line) => [...constants].some((constant) => line.startsWith(`const ${constant} = `)));
  return [...lines.slice(0, last + 1), 'try {', ...lines.slice(last + 1).map(indented), '} finally {', ...removing.map(indented), '}'];
}

export const indented = (line: string) =>
  line
    .split('\n')
    .map((part) => (part === '' ? part : `  ${part}`))
    .join('\n');

/** A statement with the tested target in place of the recorded one. */
function relocated(line: string, target: string): string {
  const base = baseOf(target, target);
  const origin = /^https?:\/\/[^/]+/.exec(target)?.[0] ?? target;
  if (line.includes(`'${base.url}`)) return line.replaceAll(`'${base.url}'`, 'target');
  return line.replaceAll(`'${origin}'`, 'new URL(target).origin');
}

function constantFor(value: string, count: number): string {
  const [, tag] = /^‹([^#›]+)/.exec(value) ?? [];
  if (tag === undefined) return `id${count + 1}`;
  return tag.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/^(\d)/, 'value$1');
}

function commentOf({ role, principal, operation, response, trouble, repeated }: Exchange): string {
  const what = { control: 'Control', probe: 'Probe', preparation: 'Preparation', cleanup: 'Clean-up' }[role];
  const received = response ? String(response.status) : (trouble ?? 'no response');
  const times = repeated === undefined ? '' : ', repeated';
  return oneLine(
    `${what}: ${operation ?? 'a request'} ${principal === undefined ? 'without credential' : `as ${principal}`}${times}; response in the run: ${received}`,
  );
}

/** A text that fits into a comment line. */
export const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
