import { createHash } from 'node:crypto';
import { curlOf, withVariables } from './curl.ts';
import type { Evidence } from '../engine/evidence.ts';
import { longestBody, type Cut } from '../engine/bodies/long-bodies.ts';
import type { Exchange } from './result.ts';
import { isConfigured, type Redactor } from '../redaction/redactor.ts';
import type { Settings } from '../engine/settings.ts';

/** A piece of evidence as the result shows it. */
export function resultExchange(
  recorded: Evidence,
  redactor: Pick<Redactor, 'redact' | 'beginning' | 'shell'>,
  settings: Pick<Settings, 'tls' | 'proxy' | 'variables'>,
): Omit<Exchange, 'id'> {
  const evidence = withoutLaterSecrets(recorded, redactor);
  const { scenario, role, principal, operation, startedAt, milliseconds, connection, request, reply, trouble, waited, repeated } = evidence;
  const secrets = secretsOf(evidence, redactor, settings);
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
      ...(request.digest !== undefined && { digest: request.digest }),
      ...(request.certificate !== undefined && { certificate: request.certificate }),
    },
    ...(evidence.sent !== undefined && { sent: evidence.sent }),
    ...(evidence.traceparent !== undefined && { traceparent: evidence.traceparent }),
    ...(Object.keys(secrets).length > 0 && { secrets }),
    ...(reply && {
      response: { status: reply.status, headers: pairs(reply.headers), ...(reply.body !== '' && { body: bodyOf(reply.body, reply.cut) }) },
    }),
    ...(trouble && { trouble: trouble.message }),
    curl: curlOf(evidence, redactor, settings),
    ...(waited !== undefined && { waited }),
    ...(repeated !== undefined && { repeated }),
  };
}

/** Secrets such as tokens may be known only after the exchange was recorded. */
function withoutLaterSecrets(evidence: Evidence, { redact, beginning }: Pick<Redactor, 'redact' | 'beginning'>): Evidence {
  const { request, reply, trouble } = evidence;
  const clean = (lines: readonly string[]) => lines.map((line) => redact(line));
  const body = reply?.cut ? beginning(reply.body, reply.cut.shown) : redact(reply?.body ?? '');
  return {
    ...evidence,
    request: {
      ...request,
      url: redact(request.url),
      headers: clean(request.headers),
      ...(request.body !== undefined && { body: redact(request.body) }),
    },
    ...(reply && { reply: { ...reply, headers: clean(reply.headers), body } }),
    ...(trouble && { trouble: { ...trouble, message: redact(trouble.message) } }),
  };
}

/** The tags of a request whose values the configuration has, with a shell expression for each; tokens of the run are not among them. */
function secretsOf(
  { request }: Evidence,
  redactor: Pick<Redactor, 'shell'>,
  { variables }: Pick<Settings, 'variables'>,
): { readonly [tag: string]: string } {
  const text = [request.url, ...request.headers, request.body ?? '', request.digest ?? '', request.certificate ?? ''].join('\n');
  const tags = [...new Set(text.match(/‹[^›]+›/g))];
  const shells = tags.map((tag) => [tag, redactor.shell(tag)] as const).filter(([tag, shell]) => shell !== tag && isConfigured(shell));
  return Object.fromEntries(shells.map(([tag, shell]) => [tag, withVariables(shell, variables)]));
}

function pairs(headers: readonly string[]): [string, string][] {
  return headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []));
}

function bodyOf(text: string, cut?: Cut) {
  if (cut) return { text, bytes: cut.bytes, sha256: cut.sha256, cut: true };
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { text: text.slice(0, longestBody), bytes: Buffer.byteLength(text), sha256, cut: text.length > longestBody };
}
