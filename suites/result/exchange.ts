import { createHash } from 'node:crypto';
import { curlOf } from './curl.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Exchange } from './result.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Settings } from '../engine/settings.ts';

/** Bodies are shown up to this many characters. */
const longestBody = 16 * 1024;

/** A piece of evidence as the result shows it. */
export function resultExchange(
  evidence: Evidence,
  redactor: Pick<Redactor, 'shell'>,
  settings: Pick<Settings, 'tls'>,
): Omit<Exchange, 'id'> {
  const { scenario, role, principal, operation, startedAt, milliseconds, connection, request, reply, trouble, waited, repeated } = evidence;
  const secrets = secretsOf(evidence, redactor);
  return {
    scenario,
    role,
    ...(principal !== undefined && { principal }),
    ...(operation !== undefined && { operation }),
    startedAt: new Date(startedAt).toISOString(),
    milliseconds: Math.max(0, milliseconds),
    connection: { ...connection },
    request: {
      method: request.method,
      url: request.url,
      headers: pairs(request.headers),
      ...(request.body !== undefined && { body: bodyOf(request.body) }),
      ...(request.from !== undefined && { from: request.from }),
      ...(request.pieces !== undefined && { pieces: request.pieces }),
    },
    ...(evidence.sent !== undefined && { sent: evidence.sent }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(reply && {
      response: { status: reply.status, headers: pairs(reply.headers), ...(reply.body !== '' && { body: bodyOf(reply.body) }) },
    }),
    ...(trouble && { trouble: trouble.message }),
    curl: curlOf(evidence, redactor, settings),
    ...(waited !== undefined && { waited }),
    ...(repeated !== undefined && { repeated }),
  };
}

/** The tags of a request that have a shell expression. */
function secretsOf({ request }: Evidence, redactor: Pick<Redactor, 'shell'>): { readonly [tag: string]: string } {
  const text = [request.url, ...request.headers, request.body ?? ''].join('\n');
  const tags = [...new Set(text.match(/‹[^›]+›/g))];
  return Object.fromEntries(tags.map((tag) => [tag, redactor.shell(tag)] as const).filter(([tag, shell]) => shell !== tag));
}

function pairs(headers: readonly string[]): [string, string][] {
  return headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []));
}

function bodyOf(text: string) {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { text: text.slice(0, longestBody), bytes: Buffer.byteLength(text), sha256, cut: text.length > longestBody };
}
