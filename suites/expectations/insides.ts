/**
 * What an answer must not tell of the server's insides.
 *
 * @module
 */
import type { HeaderList } from '../../spec/message.ts';
import type { AnyMismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { excerpt } from './answer.ts';

interface Sign {
  readonly reason: string;
  readonly pattern: RegExp;
}

/** Texts that only a program writes that talks about itself. Each is rare enough in prose not to be met there by chance. */
const signs: readonly Sign[] = [
  { reason: 'a stack trace', pattern: /(?:^|\n|\\n|>)\s*at (?:async )?[\w$.<>[\] ]+ ?\([^()\n]*:\d+(?::\d+)?\)/ },
  { reason: 'a stack trace', pattern: /Traceback \(most recent call last\)|File "[^"\n]+", line \d+/ },
  { reason: 'a stack trace', pattern: /\b(?:[a-z]\w*\.){2,}[A-Z]\w*(?:Exception|Error)\b|Exception in thread "/ },
  { reason: 'a stack trace', pattern: /goroutine \d+ \[|\bpanic: runtime error|thread '[^']+' panicked at/ },
  { reason: 'a stack trace', pattern: /#\d+ \/[\w./-]+\(\d+\): |\bon line <b>\d+<\/b>|\.php on line \d+|\.rb:\d+:in [`']/ },
  {
    reason: 'a database message',
    pattern: /SQLSTATE\[|\bORA-\d{5}\b|\bPG::\w+|\bPSQLException\b|\bSequelize\w*Error\b|\bMongo(?:Server)?Error\b/,
  },
  { reason: 'a database message', pattern: /syntax error at or near "|You have an error in your SQL syntax|Unclosed quotation mark after/ },
  {
    reason: 'a query',
    pattern: /\bSELECT\s[\s\S]{1,200}?\sFROM\s|\bINSERT\s+INTO\s+\S+\s*\(|\bUPDATE\s+\S+\s+SET\s|\bDELETE\s+FROM\s+\S+\s+WHERE\b/,
  },
  {
    reason: 'the path of a file',
    pattern:
      /(?<![\w.:/-])\/(?:usr|var|home|opt|etc|srv|app|root|tmp|Users)(?:\/[\w.@+-]+)+\.(?:m?[jt]sx?|py|rb|php|java|class|jar|go|rs|cs|exs?|so|dll|conf|ya?ml|ini|env|log|sock|sqlite|db)\b/,
  },
  { reason: 'the path of a file', pattern: /\b[A-Z]:\\(?:[\w .-]+\\)+[\w .-]+|\bnode_modules\/|\bsite-packages\// },
];

/** Fields in which software names itself, and a version behind a name. */
const naming = /^(?:server|x-powered-by|x-aspnet-version|x-aspnetmvc-version|x-runtime-version|x-generator)$/i;
const versioned = /\d+\.\d+/;
/** The foot of the error pages that servers bring with them. */
const footers =
  /\b(?:nginx|openresty|Apache|Apache Tomcat|Jetty|lighttpd|gunicorn|Werkzeug|Express|Caddy|IIS|PHP|OpenSSL|Kestrel)(?:\/| Version )v?\d+\.\d+(?:\.\d+)*/;

/** A stack trace, a query or the path of a file in an error. What the request itself said is no news. */
export function leakedInternals(evidence: Evidence): readonly AnyMismatch[] {
  return found(evidence, (text) => signs.flatMap(({ reason, pattern }) => matched(text, pattern).map((match) => ({ reason, match }))));
}

/** The version of a program in an error, or in one of the fields in which programs name themselves. */
export function leakedVersions(evidence: Evidence): readonly AnyMismatch[] {
  const { headers = [] } = evidence.reply ?? {};
  const named = pairsOf(headers).filter(([name, value]) => naming.test(name) && versioned.test(value));
  return [
    ...named.map(([name, value]) => mismatch(evidence, 'a version', `$response.header.${name}`, value)),
    ...found(evidence, (text) => matched(text, footers).map((match) => ({ reason: 'a version', match }))).filter(
      (mismatch) => 'where' in mismatch && mismatch.where === '$response.body',
    ),
  ];
}

function found(evidence: Evidence, search: (text: string) => readonly { reason: string; match: string }[]): readonly AnyMismatch[] {
  const { reply, request } = evidence;
  if (!reply || reply.status < 400) return [];
  const said = [request.url, safelyDecoded(request.url), request.body ?? '', ...request.headers].join('\n');
  const texts = [
    ...pairsOf(reply.headers).map(([name, value]) => [`$response.header.${name}`, value] as const),
    ['$response.body', reply.body] as const,
  ];
  return texts.flatMap(([where, text]) =>
    search(text)
      .filter(({ match }) => !said.includes(match.trim()))
      .map(({ reason, match }) => mismatch(evidence, reason, where, match)),
  );
}

const matched = (text: string, pattern: RegExp): readonly string[] => {
  const match = pattern.exec(text);
  return match ? [match[0]] : [];
};

const mismatch = ({ operation, reply }: Evidence, reason: string, where: string, actual: string): AnyMismatch => ({
  reason: `${operation ?? 'an answer'}: ${reason} in a ${reply?.status}`,
  where,
  expected: 'nothing of the kind',
  actual: excerpt(actual),
});

function pairsOf(headers: HeaderList): readonly (readonly [name: string, value: string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
