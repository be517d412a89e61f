import { forged } from './forged.ts';

/** The functions that a generated file may need, by name; each stands in it only where it is called. */
export const support: readonly (readonly [name: string, code: string])[] = [
  [
    'secret',
    `/** A secret, from the environment. */
function secret(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set: it holds the secret that stands in for the run's, as in the curl lines of the report\`);
  return value;
}`,
  ],
  [
    'altered',
    `/** The same secret with another last character. */
const altered = (value: string) =>
  /[g-z0-9+/_-]=*$/.test(value) ? value.replace(/[g-z0-9+/_-](=*)$/, 'A$1') : value.replace(/.(=*)$/s, 'x$1');`,
  ],
  ['forged', forged],
  [
    'header',
    `/** The values of a field, joined as a list; undefined where there is none. */
function header({ headers }: Answer, name: string): string | undefined {
  const values = headers.flatMap(([field, value]) => (field.toLowerCase() === name.toLowerCase() ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
}`,
  ],
  [
    'count',
    `/** How often a field stands in an answer. */
const count = ({ headers }: Answer, name: string) => headers.filter(([field]) => field.toLowerCase() === name.toLowerCase()).length;`,
  ],
  [
    'fields',
    `/** The names of all fields, sorted. */
const fields = ({ headers }: Answer) => [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();`,
  ],
  [
    'captured',
    `/** A value that an answer has to hand out, for what follows needs it. */
function captured(value: unknown, what: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(\`the answer has no \${what}, which what follows needs\`);
  return String(value);
}`,
  ],
  [
    'words',
    `/** The words of a list, or of a text with spaces between them; sorted. */
function words(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(' ').filter(Boolean).sort();
  return Array.isArray(value) ? value.map(String).sort() : undefined;
}`,
  ],
  [
    'member',
    `/** A member of a JSON body, by its JSON Pointer; undefined where there is none. */
function member({ body }: Answer, pointer: string): unknown {
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
    `/** A parameter of the URL that an answer redirects to; undefined where there is none. */
function parameter({ headers }: Answer, name: string): string | undefined {
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
    'shape',
    `/** The names of all members, without what they hold. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shape(part)] as const).sort());
}`,
  ],
  [
    'untilRefused',
    `/** The same request again and again, until it is refused with another status than a success; the last answer where it never is. */
async function untilRefused(call: () => Promise<Answer>, most: number): Promise<Answer> {
  let answer = await call();
  for (let sent = 1; sent < most && answer.status < 300; sent += 1) answer = await call();
  return answer;
}`,
  ],
  [
    'served',
    `/** How many of the same request are served one after the other, until one is refused. */
async function served(call: () => Promise<Answer>, most: number): Promise<number> {
  for (let sent = 0; sent < most; sent += 1) if ((await call()).status >= 300) return sent;
  return most;
}`,
  ],
  [
    'paired',
    `/** Header lines in pairs. */
const paired = (lines: readonly string[]) =>
  lines.flatMap((name, index): (readonly [string, string])[] => (index % 2 === 0 ? [[name, lines[index + 1] ?? '']] : []));`,
  ],
  [
    'handshake',
    `/** One TLS handshake: the protocol that was agreed upon, or undefined where it failed. */
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
    `/** Waits so many seconds. */\nconst pass = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));`,
  ],
];

/** Those that a text calls, and those that they call, in the order of the list. */
export function supportFor(code: string): readonly string[] {
  const calls = (text: string, name: string) => new RegExp(`(?<![\\w.])${name}\\(`).test(text);
  const called = support.filter(([name]) => calls(code, name)).map(([, text]) => text);
  const whole = [code, ...called].join('\n');
  return support.filter(([name]) => calls(whole, name)).map(([, text]) => text);
}
