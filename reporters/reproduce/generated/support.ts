import { forged } from './forged.ts';

/** The functions of generated files, by name; a file contains those that it calls. */
export const support: readonly (readonly [name: string, code: string])[] = [
  [
    'secret',
    `/** A secret, from the environment. */
function secret(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set: it holds a secret, as in the curl commands of the report\`);
  return value;
}`,
  ],
  [
    'altered',
    `/** The secret with a different last character. */
const altered = (value: string) =>
  /[g-z0-9+/_-]=*$/.test(value) ? value.replace(/[g-z0-9+/_-](=*)$/, 'A$1') : value.replace(/.(=*)$/s, 'x$1');`,
  ],
  ['forged', forged],
  [
    'header',
    `/** The values of a header, joined as a list; undefined if there is none. */
function header({ headers }: ReceivedResponse, name: string): string | undefined {
  const values = headers.flatMap(([field, value]) => (field.toLowerCase() === name.toLowerCase() ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
}`,
  ],
  [
    'headerLines',
    `/** How many lines a header has. */
const headerLines = ({ headers }: ReceivedResponse, name: string) => headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).length;`,
  ],
  [
    'headerNames',
    `/** The names of all headers, sorted. */
const headerNames = ({ headers }: ReceivedResponse) => [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();`,
  ],
  [
    'captured',
    `/** A value of a response that later requests need. */
function captured(value: unknown, what: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(\`the response has no \${what}, which later requests need\`);
  return String(value);
}`,
  ],
  [
    'items',
    `/** The items of a list, or of a text with commas or spaces between them; sorted. */
function items(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String).sort();
  return typeof value === 'string' ? value.split(/[\\s,]+/).filter(Boolean).sort() : [];
}`,
  ],
  [
    'type',
    `/** The JSON type of a value. */
const type = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);`,
  ],
  [
    'secondsAhead',
    `/** How many seconds after the Date of its response a time is: an HTTP date, seconds since 1970, or seconds from now. */
function secondsAhead(response: ReceivedResponse, value: unknown): number {
  const seconds = /^\\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value)) / 1000;
  return seconds < 1e9 ? seconds : seconds - Date.parse(header(response, 'Date') ?? '') / 1000;
}`,
  ],
  [
    'member',
    `/** A member of a JSON body, by its JSON Pointer; undefined if there is none. */
function member({ body }: ReceivedResponse, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  try {
    return tokens.reduce((value: any, token) => value?.[token], JSON.parse(body));
  } catch {
    return undefined;
  }
}`,
  ],
  [
    'parameter',
    `/** A parameter of the URL that a response redirects to; undefined if there is none. */
function parameter({ headers }: ReceivedResponse, name: string): string | undefined {
  const location = headers.find(([field]) => field.toLowerCase() === 'location')?.[1] ?? '';
  const [front = '', fragment = ''] = location.split('#', 2);
  return new URLSearchParams(\`\${front.split('?', 2)[1] ?? ''}&\${fragment}\`).get(name) ?? undefined;
}`,
  ],
  [
    'text',
    `/** A value as text. */
const text = (value: unknown) => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));`,
  ],
  [
    'steady',
    `/** A JSON value without members that have a new value in every response. */
const steady = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value, (name, part: unknown) =>
    (/^(?:request_?id|trace_?id|correlation_?id|span_?id|instance|id|timestamp|time|date)$/i.test(name) ? undefined : part)));`,
  ],
  [
    'untilRejected',
    `/** Repeats a request until it is not successful any more; returns the last response. */
async function untilRejected(call: () => Promise<ReceivedResponse>, most: number): Promise<ReceivedResponse> {
  let response = await call();
  for (let sent = 1; sent < most && response.status < 300; sent += 1) response = await call();
  return response;
}`,
  ],
  [
    'served',
    `/** How many times a request succeeds, one after the other, until it is rejected. */
async function served(call: () => Promise<ReceivedResponse>, most: number): Promise<number> {
  for (let sent = 0; sent < most; sent += 1) if ((await call()).status >= 300) return sent;
  return most;
}`,
  ],
  [
    'paired',
    `/** Header lines as pairs. */
const paired = (lines: readonly string[]) =>
  lines.flatMap((name, index): (readonly [string, string])[] => (index % 2 === 0 ? [[name, lines[index + 1] ?? '']] : []));`,
  ],
  [
    'handshake',
    `/** A TLS handshake: the negotiated protocol, or undefined if it failed. */
function handshake(url: string, options: tls.ConnectionOptions): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\\[|\\]$/g, '');
  return new Promise((resolve) => {
    const socket = tls.connect({ host, port: Number(port || 443), ...(net.isIP(host) === 0 && { servername: host }), ...options });
    const end = (protocol: string | undefined) => {
      socket.destroy();
      resolve(protocol);
    };
    socket.setTimeout(15_000, () => end(undefined));
    socket.on('secureConnect', () => end(socket.getProtocol() ?? 'TLS'));
    socket.on('error', () => end(undefined));
    socket.on('close', () => end(undefined));
  });
}`,
  ],
  [
    'pass',
    `/** Waits for a number of seconds. */\nconst pass = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));`,
  ],
];

/** The functions that a text calls, and those that they call. */
export function supportFor(code: string): readonly string[] {
  const calls = (text: string, name: string) => new RegExp(`(?<![\\w.])${name}\\(`).test(text);
  const called = support.filter(([name]) => calls(code, name)).map(([, text]) => text);
  const whole = [code, ...called].join('\n');
  return support.filter(([name]) => calls(whole, name)).map(([, text]) => text);
}
